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
import type { PictureSignals } from '../signals/picture-signals.js'
import type { Stage } from '../stage.js'
import { refuseFetch } from '../web/fetch-result.js'
import { expectPicture } from '../web/judge-head.js'
import { type FetcherOptions, openFetcher } from '../web/open-fetcher.js'
import { type Asked, askWeb, type Way } from './ask-web.js'
import { judgeSignals, SIGNAL_FILTERS, type SignalRules } from './judge-signals.js'
import { createSiteBudget } from './site-budget.js'
import { type NoteRules, openSiteNotes } from './site-notes.js'

export interface DownloadOptions extends Omit<FetcherOptions, 'onRequest'> {
  /** Further requests after a failure that may pass. */
  readonly retries: number
  readonly notes: NoteRules
  readonly signals: SignalRules
  readonly siteOf: Way<unknown>['siteOf']
  readonly siteBudgetMs: number
}

export const DOWNLOAD_PICTURE = { name: 'download-picture', version: 2 } as const

/**
 * Asks the web for each picture: one answer per candidate, whatever the host does. Nothing is asked of a host before its
 * robots.txt; who waits for a site holds a row and no place, so that many candidates may be under way at once.
 */
export function downloadPicture(options: DownloadOptions): Stage<Located, Downloaded> {
  return {
    ...DOWNLOAD_PICTURE,
    open: async ({ count, traffic }) => {
      const fetcher = openFetcher({
        ...options,
        onRequest: (url) => count(isNote(url) ? 'site_requests' : 'requests', 1),
      })
      const way: Way<PictureSignals> = {
        ...options,
        fetcher,
        traffic,
        notes: openSiteNotes(options.notes, { fetcher, traffic, retries: options.retries }),
        budget: createSiteBudget(options.siteBudgetMs),
        expect: expectPicture(options.maxBytes, (fields) => readSignals(fields, options.signals)),
      }
      return {
        process: (batch, signal, passage) =>
          Promise.all(batch.map(async (row) => toOutcome(row, await askWeb(way, row.url, signal, passage)))),
        close: fetcher.close,
      }
    },
  }
}

/** Throws a `FetchProblem` for what is to be left out, before its body is read. */
function readSignals(...[fields, rules]: Parameters<typeof judgeSignals>): PictureSignals {
  const { signals, refusal } = judgeSignals(fields, rules)
  if (refusal !== null) throw refuseFetch(refusal.reason, false, refusal.value)
  return signals
}

function toOutcome(row: Located, { result, attempts, notes }: Asked<PictureSignals>): Outcome<Downloaded> {
  if (result.ok) {
    const { robots, tdmReservation } = result.note
    return kept({
      ...row,
      body: result.body,
      content_type: result.contentType?.slice(0, 200) ?? null,
      final_url: result.finalUrl === row.url ? null : result.finalUrl,
      attempts,
      fetched_from: 'web',
      robots_txt: notes?.robotsTxt ?? null,
      image_robots: robots,
      image_tdm_reservation: tdmReservation ?? notes?.tdmReservation ?? null,
    })
  }
  const { code, detail, retryable } = result
  if (!isDrop(code)) return failed(code, retryable, detail)
  return dropped(code, {
    filter: FILTERS.get(code) ?? `fetch.${code}`,
    score: null,
    value: detail,
    pass: false,
  })
}

/** What decides is a field of the recipe. */
const FILTERS: ReadonlyMap<string, string> = new Map(Object.entries(SIGNAL_FILTERS))

function isDrop(code: string): code is DropReason {
  return Object.hasOwn(DROP_REASONS, code)
}

function isNote(url: string): boolean {
  const { pathname } = new URL(url)
  return pathname === '/robots.txt' || pathname === '/.well-known/tdmrep.json'
}
