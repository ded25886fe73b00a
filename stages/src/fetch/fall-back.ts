import type { Downloaded, Located, Outcome } from '@warc2dataset/schemas'
import type { Stage } from '../stage.js'

/** What the web says no more, but not what anybody asked us to leave alone. */
const GONE: ReadonlySet<string> = new Set([
  'http_status',
  'dns_error',
  'connect_error',
  'tls_error',
  'timeout',
  'redirect_error',
  'bad_encoding',
  'http_malformed',
  'body_truncated',
  'host_down',
])

export const FALL_BACK = { name: 'fall-back', version: 1 } as const

/**
 * `first`, and for what failed there `second`, where the run's archives hold a copy. The outcome is that of `first` unless
 * the copy is good, or says itself that it is to be left out: an opt-out of either counts.
 */
export function fallBack(
  first: Stage<Located, Downloaded>,
  second: Stage<Located, Downloaded>,
): Stage<Located, Downloaded> {
  return {
    ...FALL_BACK,
    open: async (env) => {
      const [web, archive] = await Promise.all([first.open(env), second.open(env)])
      return {
        process: async (batch, signal, passage) => {
          const outcomes = await web.process(batch, signal, passage)
          const open = batch.flatMap((row, at) => (isOpen(row, outcomes[at]) ? [{ row, at }] : []))
          if (open.length === 0) return outcomes
          const copies = await archive.process(
            open.map(({ row }) => row),
            signal,
          )
          const better = new Map(
            open.flatMap(({ at }, index) => {
              const copy = copies[index]
              return copy === undefined || copy.kind === 'failed' ? [] : [[at, copy] as const]
            }),
          )
          return outcomes.map((outcome, at) => better.get(at) ?? outcome)
        },
        close: async () => {
          await Promise.all([web.close(), archive.close()])
        },
      }
    },
  }
}

function isOpen(row: Located, outcome: Outcome<Downloaded> | undefined): boolean {
  return outcome?.kind === 'failed' && GONE.has(outcome.code) && row.capture_filename !== null
}
