import type { Recipe } from '@warc2dataset/schemas'
import { createDispatcher, type Dispatcher } from '@warc2dataset/stages/politeness/dispatcher'
import { createProbe } from '@warc2dataset/stages/web/probe-origin'
import { fetcherOptions, sitesOf } from '../phases/web-options.js'
import type { RunLog } from '../worker/crew.js'

/** Pictures in flight or waiting for a decoder, all workers together. */
const PICTURES = 256
/** robots.txt and the like in flight, all workers together. */
const NOTES = 128
const MEMO_BYTES = 64 * 2 ** 20

/** The dispatcher of a run: what one site bears does not grow with the number of workers. */
export function openTraffic(
  recipe: Recipe,
  { workers, tasks, log }: { readonly workers: number; readonly tasks: number; readonly log: RunLog },
): Dispatcher {
  const isWeb = recipe.fetch.source === 'web'
  return createDispatcher({
    now: () => performance.now(),
    siteOf: sitesOf(recipe, tasks),
    places: { picture: share(PICTURES, workers), note: share(NOTES, workers) },
    memoBytes: MEMO_BYTES,
    probe: isWeb ? createProbe(fetcherOptions(recipe)) : async () => false,
    log,
  })
}

function share(places: number, workers: number): number {
  return Math.max(8, Math.floor(places / workers))
}
