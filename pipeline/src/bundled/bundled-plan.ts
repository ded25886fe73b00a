import type { ArchivePlan } from '../demo/crawl-plan.js'
import type { Scene } from '../scenes/scene.js'
import type { TruthRow } from './truth.js'

/** A picture to draw. Sides in px, as a viewer sees it. */
export interface BundledPicture {
  readonly scene: Scene
  readonly width: number
  readonly height: number
  readonly format: 'jpeg' | 'png' | 'webp'
  /** What is special about the file; all but `none` are JPEG. */
  readonly twist: 'none' | 'rotated' | 'cmyk' | 'truncated'
}

/** What the fixture server says at a URL; `picture` is an index of the plan's pictures. */
export type PictureAnswer =
  | { readonly kind: 'picture'; readonly picture: number }
  | { readonly kind: 'status'; readonly status: 404 | 410 | 500 | 503 }
  | { readonly kind: 'moved'; readonly status: 301 | 302 | 303 | 307 | 308; readonly to: string }
  | { readonly kind: 'html' | 'bomb' | 'silent' }
  /** One byte a second. */
  | { readonly kind: 'dripping'; readonly picture: number }

/** Everything that will be written and served, before anything is. */
export interface BundledPlan {
  readonly seed: number
  readonly archives: readonly ArchivePlan[]
  readonly pictures: readonly BundledPicture[]
  /** By `addressOf(url)`. URLs without an answer are 404, or on a dead host. */
  readonly answers: ReadonlyMap<string, PictureAnswer>
  /** Hosts that the server stands in for. */
  readonly hosts: readonly string[]
  /** Hosts where nobody listens. */
  readonly deadHosts: readonly string[]
  /** One row per `<img>` of the archives, in archive order. */
  readonly truth: readonly TruthRow[]
}

/** Host and path of a URL: what a server sees of it. */
export function addressOf(url: string): string {
  const { host, pathname, search } = new URL(url)
  return `${host}${pathname}${search}`
}
