import { createRandom, itemAt } from '@warc2dataset/pipeline/demo/seeded-random'
import { captionScene } from '@warc2dataset/pipeline/scenes/caption-scene'
import { genericCaption } from '@warc2dataset/pipeline/scenes/generic-caption'
import { planScene, type Scene } from '@warc2dataset/pipeline/scenes/scene'

/**
 * What the site does when a URL is asked. `moved` leads to the picture, `loop` to itself, `inward` to a private
 * address; `silent` never answers; `cut` ends within the body, `reset` before the answer.
 */
export const ANSWERS = [
  'picture',
  'moved',
  'missing',
  'broken',
  'silent',
  'cut',
  'reset',
  'page',
  'large',
  'encoded',
  'garbled',
  'loop',
  'inward',
] as const
export type Answer = (typeof ANSWERS)[number]

/** One URL of the site with its text. */
export interface SiteUrl {
  readonly url: string
  readonly host: string
  readonly path: string
  readonly text: string
  readonly answer: Answer
  /** Number of the picture; URLs with the same number show the same bytes. */
  readonly picture: number
}

export interface SitePlan {
  readonly seed: string
  readonly urls: readonly SiteUrl[]
  /** By number of the picture. */
  readonly scenes: readonly Scene[]
}

export interface SiteSize {
  readonly seed: string
  readonly urls: number
  /** Registered domains, each with two hosts. */
  readonly domains: number
  /** Distinct pictures; fewer than URLs: some pictures are at several. */
  readonly pictures: number
  /** URLs of each kind of answer; the rest are pictures. */
  readonly troubles?: Readonly<Partial<Record<Answer, number>>>
  /** Share of texts that say nothing of their picture, such as "IMG 0421". */
  readonly generic?: number
}

const HOSTS = ['img', 'cdn'] as const

/** Plans a site; the same size and seed give the same URLs, texts and pictures. */
export function planSite({ seed, urls, domains, pictures, troubles = {}, generic = 0 }: SiteSize): SitePlan {
  const random = createRandom(`site/${seed}`)
  const scenes = Array.from({ length: pictures }, () => planScene(random))
  const answers = ANSWERS.flatMap((answer) => Array.from({ length: troubles[answer] ?? 0 }, () => answer))
  const planned = Array.from({ length: urls }, (_, index): SiteUrl => {
    const picture = index % pictures
    const host = `${itemAt(HOSTS, Math.floor(index / domains) % 2)}.site${pad(index % domains, 3)}.example`
    const path = `/pictures/${pad(index, 6)}.jpg`
    return {
      url: `https://${host}${path}`,
      host,
      path,
      text: random.chance(generic) ? genericCaption(random) : captionScene(itemAt(scenes, picture), random),
      answer: answers[index] ?? 'picture',
      picture,
    }
  })
  return { seed, urls: planned, scenes }
}

/** Where a `moved` URL leads, on the same host. */
export function movedPath(path: string): string {
  return path.replace('/pictures/', '/moved/')
}

/** What the rule of two connections is about: here the last two labels. */
export function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
