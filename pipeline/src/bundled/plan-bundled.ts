import { createRandom } from '../demo/seeded-random.js'
import { addressOf, type BundledPlan } from './bundled-plan.js'
import { BUNDLED_SITES, DEAD_ORIGIN, PICTURE_ORIGINS, SLOW_ORIGIN } from './bundled-sites.js'
import { openDesk } from './picture-desk.js'
import { placeOnPages } from './place-on-pages.js'
import { planPairs } from './plan-pairs.js'
import { planRepeats } from './plan-repeats.js'
import { planSilentImages } from './plan-silent-images.js'
import { planTroubles } from './plan-troubles.js'

/**
 * Plans the bundled crawl: about 300 pages of 12 sites, about 900 picture URLs, each kind of `KINDS` among them.
 * The same seed gives the same plan.
 */
export function planBundled(seed: number): BundledPlan {
  const random = createRandom(`bundled/${seed}`)
  const desk = openDesk(random.fork('desk'))
  const parts = [
    planPairs(desk, random.fork('pairs')),
    planRepeats(desk, random.fork('repeats')),
    planTroubles(desk, random.fork('troubles')),
    { items: planSilentImages(random.fork('silent')), answers: [] },
  ]
  const items = parts.flatMap((part) => part.items)
  const answers = parts.flatMap((part) => part.answers)
  const origins = [...BUNDLED_SITES.map((site) => site.pictureOrigin), ...PICTURE_ORIGINS, SLOW_ORIGIN]
  return {
    seed,
    ...placeOnPages(items, random.fork('pages')),
    pictures: desk.pictures(),
    answers: new Map(answers.map(([url, answer]) => [addressOf(url), answer])),
    hosts: [...new Set(origins.map((origin) => new URL(origin).host))],
    deadHosts: [new URL(DEAD_ORIGIN).host],
  }
}
