import { locatedColumns, type Outcome } from '@warc2dataset/schemas'
import { downloadPicture } from '@warc2dataset/stages/fetch/download-picture'
import { fillRow } from '@warc2dataset/stages/parquet/test-rows'
import { createDispatcher } from '@warc2dataset/stages/politeness/dispatcher'
import { type SiteRules, siteOf } from '@warc2dataset/stages/politeness/site-limits'
import { openTestHosts } from '@warc2dataset/stages/web/test-hosts'

const RULES: SiteRules = { connections: 6, requestsPerSecond: 1000, own: new Map(), tasks: 1 }
const NAMES = ['warc2dataset', 'warc-to-dataset']
const live = new AbortController().signal

/** Hosts of which pictures are asked for as a run does it, without retries. */
export async function openRobotsWorld() {
  const hosts = await openTestHosts()
  const dispatcher = createDispatcher({
    now: () => performance.now(),
    siteOf: (origin) => siteOf(new URL(origin).hostname, RULES),
    places: { picture: 8, note: 8 },
    memoBytes: 10_000_000,
    probe: async () => true,
    log: () => {},
  })
  const names = ['a.test.example', 'b.test.example']
  const stage = await downloadPicture({
    userAgent: 'test (+https://example.org/contact)',
    allowHosts: [],
    resolve: Object.fromEntries(names.map((host) => [host, `127.0.0.1:${hosts.port}`])),
    totalTimeoutMs: 3_000,
    maxBytes: 1_000,
    maxRedirects: 3,
    retries: 0,
    notes: { robots: { own: NAMES, also: [] }, tdm: false },
    signals: { agents: NAMES, directives: [], tdm: false },
    siteOf: (origin) => ({ name: siteOf(new URL(origin).hostname, RULES).name, requestMs: 1 }),
    siteBudgetMs: 60_000,
  }).open({ count: () => {}, log: () => {}, lease: async () => () => {}, traffic: dispatcher.open() })
  return {
    hosts,
    /** `kept`, or why not. */
    fate: async (url: string): Promise<string> => {
      const row = fillRow(locatedColumns, { candidate_id: 1n, url })
      const outcomes = await stage.process([row], live)
      if (outcomes.length !== 1) throw new Error(`Expected 1 outcome for ${url}, got ${outcomes.length}`)
      return outcomes.map(fateOf).join()
    },
    close: async () => {
      await stage.close()
      dispatcher.close()
      await hosts.close()
    },
  }
}

function fateOf(outcome: Outcome<unknown>): string {
  if (outcome.kind === 'kept') return 'kept'
  return outcome.kind === 'dropped' ? outcome.reason : outcome.code
}
