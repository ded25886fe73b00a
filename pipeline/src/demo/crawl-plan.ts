import type { Colour, PageLanguage, Shape } from './phrases.js'

/** How an archive's records are compressed: each its own gzip member, the whole file one member, or not at all. */
export type Compression = 'member' | 'single' | 'plain'

/** How a page's text becomes bytes, and where (if anywhere) it says so. */
export type Charset =
  | 'utf8-header'
  | 'utf8-meta'
  | 'utf8-bom'
  | 'windows-1252-header'
  | 'windows-1252-meta'
  | 'utf16le-bom'
  | 'utf16be-bom'

/** What HTTP did to a page's bytes on the way. */
export type Transfer = 'identity' | 'gzip' | 'chunked' | 'gzip-chunked'

/** The alt of one `<img>`. `markup` replaces the usual escaping where the spelling is the point. */
export type AltText =
  | { readonly kind: 'usable'; readonly text: string; readonly markup?: string }
  | { readonly kind: 'missing' | 'empty' | 'blank' }

/** Where one `<img>` points: an http(s) URL, or something that is none (which always has a usable alt). */
export type ImageSource =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'unusable'; readonly markup: string }

/** One `<img>` of a page. A `lazy` one has no src and no alt; the `noscript` one behind it has both. */
export interface ImageReference {
  readonly source: ImageSource
  readonly alt: AltText
  readonly placement: 'plain' | 'lazy' | 'noscript'
}

/** One page: an HTML answer with status 200. */
export interface PlannedPage {
  readonly kind: 'page'
  readonly url: string
  readonly archive: number
  /** Milliseconds, whole seconds. */
  readonly date: number
  readonly language: PageLanguage
  readonly title: string
  readonly charset: Charset
  readonly transfer: Transfer
  readonly base: string | undefined
  readonly references: readonly ImageReference[]
  readonly planted: boolean
}

/** What a picture URL answered when it was captured. */
export type Answer =
  | { readonly kind: 'picture'; readonly picture: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'moved'; readonly to: string }

/** One capture of a picture URL. */
export interface PlannedCapture {
  readonly kind: 'capture'
  readonly url: string
  readonly archive: number
  readonly date: number
  readonly answer: Answer
}

/** A picture to draw. */
export interface PictureSpec {
  readonly kind: 'ordinary' | 'rotated' | 'truncated' | 'garbage' | 'svg' | 'pixel' | 'tiny'
  readonly format: 'jpeg' | 'png' | 'webp' | 'gif' | 'svg'
  readonly width: number
  readonly height: number
  readonly colour: Colour
  readonly ground: Colour
  readonly shape: Shape
}

/** How one page's gzip member is broken. */
export type DamageKind = 'flipped byte' | 'junk inside' | 'cut short'

/** The member that is broken: the answer of the page at `entry`. */
export interface PlannedDamage {
  readonly entry: number
  readonly kind: DamageKind
}

/** One archive: its entries in file order. */
export interface ArchivePlan {
  readonly index: number
  readonly name: string
  readonly compression: Compression
  readonly entries: readonly (PlannedPage | PlannedCapture)[]
  readonly damage: PlannedDamage | undefined
}

/** Everything that will be written, before anything is. */
export interface CrawlPlan {
  readonly archives: readonly ArchivePlan[]
  readonly pictures: readonly PictureSpec[]
}

/** What the generator can be asked for. */
export interface GenerateOptions {
  readonly outDir: string
  readonly seed: number
  readonly archives: number
  readonly pagesPerArchive: number
  /** A lazy picture is one of these, written as two `<img>`. */
  readonly imagesPerPage: number
  /** Over the whole set; drawn once, then reused under many URLs. */
  readonly distinctPictures: number
  readonly sites: number
  /** Fraction (0 to 1) of the referenced URLs that have no record. */
  readonly missingPictures: number
  /** Fraction (0 to 1) of the archives with one member per record that get one damaged member. */
  readonly damagedMembers: number
  readonly compression: Compression | 'mixed'
  readonly planted: boolean
  /** Extra running text per page, in characters. */
  readonly padBytes?: number
  /** Adds one record of this many incompressible bytes to the first archive. */
  readonly hugeMemberBytes?: number
}
