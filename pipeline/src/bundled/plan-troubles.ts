import { itemAt, type Random } from '../demo/seeded-random.js'
import { captionScene } from '../scenes/caption-scene.js'
import { planScene, type Scene } from '../scenes/scene.js'
import type { PictureAnswer } from './bundled-plan.js'
import { DEAD_ORIGIN, PICTURE_ORIGINS, SLOW_ORIGIN } from './bundled-sites.js'
import type { KindName } from './kinds.js'
import type { PictureDesk } from './picture-desk.js'
import { sitesIn } from './plan-pairs.js'
import type { PlannedItem, PlannedItems } from './planned-item.js'

/** Where no crawler may be led to: private addresses in every spelling, private names, other schemes. */
export const PRIVATE_TARGETS: readonly string[] = [
  'http://127.0.0.1:1/',
  'http://127.0.0.1/admin.png',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[fd00::1]/photo.jpg',
  'http://10.0.0.7/photo.jpg',
  'http://172.16.5.4/photo.jpg',
  'http://192.168.1.1/photo.jpg',
  'http://100.64.0.1/photo.jpg',
  'http://0.0.0.0/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://localhost/photo.jpg',
  'http://metadata.internal/photo.jpg',
  'http://router.local/photo.jpg',
  'file:///etc/passwd',
  'ftp://192.168.1.1/photo.jpg',
]

/** A URL with a true text whose answer is some trouble. */
interface TroubleKind {
  readonly kind: KindName
  readonly count: number
  readonly origin?: string
  /** Absent: the host is dead. */
  readonly answer?: (place: number, scene: Scene, desk: PictureDesk) => PictureAnswer
}

const TROUBLES: readonly TroubleKind[] = [
  { kind: 'gone', count: 24, answer: (at) => ({ kind: 'status', status: at % 4 === 0 ? 410 : 404 }) },
  { kind: 'server-error', count: 20, answer: (at) => ({ kind: 'status', status: at % 4 === 0 ? 503 : 500 }) },
  { kind: 'dead-host', count: 20, origin: DEAD_ORIGIN },
  {
    kind: 'slow',
    count: 3,
    origin: SLOW_ORIGIN,
    answer: (at, scene, desk) =>
      at === 0 ? { kind: 'dripping', picture: desk.draw(scene) } : { kind: 'silent' },
  },
  {
    kind: 'private-redirect',
    count: 24,
    answer: (at) => ({
      kind: 'moved',
      status: at % 2 === 0 ? 302 : 307,
      to: itemAt(PRIVATE_TARGETS, at % PRIVATE_TARGETS.length),
    }),
  },
  { kind: 'html-page', count: 20, answer: () => ({ kind: 'html' }) },
  { kind: 'bomb', count: 2, answer: () => ({ kind: 'bomb' }) },
]

/** Plans the URLs behind which there is no good picture, and those that only lead to one. */
export function planTroubles(desk: PictureDesk, random: Random): PlannedItems {
  const items: PlannedItem[] = []
  const answers: PlannedItems['answers'][number][] = []
  const sites = sitesIn('en')
  for (const { kind, count, origin, answer } of TROUBLES) {
    for (let at = 0; at < count; at += 1) {
      const scene = planScene(random)
      const site = random.pick(sites)
      const url = desk.address(site, kind === 'bomb' ? 'png' : 'jpeg', origin)
      items.push({ kind, url, alt: captionScene(scene, random), site })
      if (answer !== undefined) answers.push([url, answer(at, scene, desk)])
    }
  }
  const redirected = planRedirected(desk, random, sites)
  return { items: [...items, ...redirected.items], answers: [...answers, ...redirected.answers] }
}

const REDIRECTED = 20
const STATUSES = [301, 302, 303, 307, 308] as const

function planRedirected(desk: PictureDesk, random: Random, sites: readonly number[]): PlannedItems {
  const items: PlannedItem[] = []
  const answers: PlannedItems['answers'][number][] = []
  for (let at = 0; at < REDIRECTED; at += 1) {
    const scene = planScene(random)
    const site = random.pick(sites)
    const picture = desk.draw(scene)
    const format = desk.formatOf(picture)
    const stops = Array.from({ length: at % 4 === 0 ? 2 : 1 }, (_, hop) =>
      desk.address(site, format, itemAt(PICTURE_ORIGINS, (at + hop) % PICTURE_ORIGINS.length)),
    )
    const url = desk.address(site, format)
    items.push({ kind: 'redirected', url, alt: captionScene(scene, random), site })
    const way = [url, ...stops]
    for (const [hop, to] of stops.entries()) {
      answers.push([itemAt(way, hop), { kind: 'moved', status: itemAt(STATUSES, (at + hop) % 5), to }])
    }
    answers.push([itemAt(way, way.length - 1), { kind: 'picture', picture }])
  }
  return { items, answers }
}
