import {
  type Downloaded,
  DROP_REASONS,
  type DropReason,
  dropped,
  failed,
  kept,
  type Located,
  type Outcome,
} from '@warc2dataset/schemas'
import { registeredDomain } from '../html/registered-domain.js'
import type { Stage } from '../stage.js'
import { type FetcherOptions, openFetcher } from '../web/open-fetcher.js'
import { fetchWithRetries, type RetriedResult } from '../web/retry-fetch.js'

export interface DownloadOptions extends Omit<FetcherOptions, 'admit' | 'onRequest'> {
  /** Further requests after a failure that may pass. */
  readonly retries: number
  /** Connections at once to one registered domain, over all workers of one coordinator. */
  readonly domainConnections: number
}

export const DOWNLOAD_PICTURE = { name: 'download-picture', version: 1 } as const

const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 30_000

/** Asks the web for each picture: one answer per candidate, whatever the host does. */
export function downloadPicture(options: DownloadOptions): Stage<Located, Downloaded> {
  return {
    ...DOWNLOAD_PICTURE,
    open: async ({ count, lease }) => {
      const fetcher = openFetcher({
        ...options,
        admit: (url) => lease(`domain ${registeredDomain(url)}`, options.domainConnections),
        onRequest: () => count('requests', 1),
      })
      const retry = { retries: options.retries, backoffMs }
      return {
        process: (batch, signal) =>
          Promise.all(
            batch.map(async (row) => toOutcome(row, await fetchWithRetries(fetcher, row.url, retry, signal))),
          ),
        close: fetcher.close,
      }
    },
  }
}

/** Doubles from half a second; what the host asks for (Retry-After) counts if it is longer, up to half a minute. */
function backoffMs(attempt: number, retryAfterMs: number | undefined): number {
  return Math.min(LONGEST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS * 2 ** (attempt - 1), retryAfterMs ?? 0))
}

function toOutcome(row: Located, answer: RetriedResult): Outcome<Downloaded> {
  if (answer.ok) {
    return kept({
      ...row,
      body: answer.body,
      content_type: answer.contentType?.slice(0, 200) ?? null,
      final_url: answer.finalUrl === row.url ? null : answer.finalUrl,
      attempts: answer.attempts,
    })
  }
  const { code, detail } = answer
  if (isDrop(code)) return dropped(code, { filter: `fetch.${code}`, score: null, value: detail, pass: false })
  return failed(code, answer.retryable, detail)
}

function isDrop(code: string): code is DropReason {
  return Object.hasOwn(DROP_REASONS, code)
}
