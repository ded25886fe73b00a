import { itemAt, type Random } from '../demo/seeded-random.js'
import { captionScene } from '../scenes/caption-scene.js'
import { planScene } from '../scenes/scene.js'
import type { PictureDesk } from './picture-desk.js'
import { sitesIn } from './plan-pairs.js'
import type { PlannedItem, PlannedItems } from './planned-item.js'

const SAME_PICTURES = 8
const URLS_EACH = 4
const REPEATED_PAIRS = 12

/** Plans what stands more than once: one picture under several URLs, and one pair on several pages. */
export function planRepeats(desk: PictureDesk, random: Random): PlannedItems {
  const items: PlannedItem[] = []
  const answers: PlannedItems['answers'][number][] = []
  const sites = sitesIn('en')
  for (let made = 0; made < SAME_PICTURES; made += 1) {
    const scene = planScene(random)
    const picture = desk.draw(scene)
    for (let copy = 0; copy < URLS_EACH; copy += 1) {
      const site = random.pick(sites)
      const url = desk.address(site, desk.formatOf(picture))
      items.push({ kind: 'same-picture', url, alt: captionScene(scene, random), site })
      answers.push([url, { kind: 'picture', picture }])
    }
  }
  for (let made = 0; made < REPEATED_PAIRS; made += 1) {
    const scene = planScene(random)
    const picture = desk.draw(scene)
    const first = random.int(sites.length)
    const url = desk.address(itemAt(sites, first), desk.formatOf(picture))
    const alt = captionScene(scene, random)
    const pages = random.between(3, 6)
    // Each on another site, so that no page shows it twice.
    for (let copy = 0; copy < pages; copy += 1) {
      items.push({ kind: 'many-pages', url, alt, site: itemAt(sites, (first + copy) % sites.length) })
    }
    answers.push([url, { kind: 'picture', picture }])
  }
  return { items, answers }
}
