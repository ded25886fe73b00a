/** Attributes of one tag: lower-case names to values with entities decoded, of any length. Of a repeated name the first. */
export type Attributes = ReadonlyMap<string, string>

/** One `<img>` of a page, as the HTML parser sees it. */
export interface PageImage {
  /** Those of `IMAGE_ATTRIBUTES` that the tag has. */
  readonly attributes: Attributes
  /** The `<source>` tags before it in its `<picture>`, in order: those of `SOURCE_ATTRIBUTES`. */
  readonly sources: readonly Attributes[]
  /** It stands in a `<noscript>`: a browser with scripts does not show it. */
  readonly inNoscript: boolean
  /** The `<a href>` around it; null where there is none. */
  readonly link: PageLink | null
  /** Text of the first `<figcaption>` of the innermost `<figure>` around it; null where there is none. */
  readonly figcaption: string | null
  /** Text of the elements that `aria-labelledby` names, in its order, joined by a space; null where there is none. */
  readonly labelledBy: string | null
  /** Text before and after it on the page, `MAX_SURROUNDING` each; empty unless asked for. */
  readonly surrounding: { readonly before: string; readonly after: string }
}

/** A link around a picture. */
export interface PageLink {
  /** As written, entities decoded. */
  readonly href: string
  /** Text in the link; empty for a link around nothing but pictures. */
  readonly text: string
}

/** What a page holds. Texts have their entities decoded and are at most `MAX_FOUND_TEXT` long. */
export interface FoundPage {
  /** In document order, at most `maxImages`. */
  readonly images: readonly PageImage[]
  /** All of the page, those beyond `maxImages` included. */
  readonly imageCount: number
  /** `href` of the first `<base>` that has one, as written; null when there is none. */
  readonly baseHref: string | null
  /** `lang` of the `<html>` element as written (`xml:lang` is not read); null when absent. */
  readonly htmlLang: string | null
  /** Text of the first `<title>` outside drawings and templates; null when absent. */
  readonly title: string | null
  /** `<meta>` tags with a `content`, in document order, at most `MAX_PAGE_TAGS`: name, property, http-equiv, content. */
  readonly metas: readonly Attributes[]
  /**
   * `<link>` tags with `rel` and `href`, and `<a>` to creativecommons.org (equal ones once), at most
   * `MAX_PAGE_TAGS`: rel, href.
   */
  readonly links: readonly Attributes[]
  /** Running text of the page for telling its language: the first long stretches between tags, some thousand characters. */
  readonly prose: string
}

export interface FindOptions {
  /** An integer >= 0. */
  readonly maxImages: number
  /** Fill `surrounding`? */
  readonly surrounding: boolean
  /** Each code unit of the page is a byte of UTF-8, which is well-formed; only for finders that read bytes. */
  readonly isUtf8Bytes?: boolean
}

/**
 * Finds the `<img>` elements that a browser without scripts would create from `html`, and what the page says about
 * them.
 *
 * Counted: `<img>` in `<noscript>`, `<image>` outside SVG (tree construction renames it), an `<img>` that
 * breaks out of `<svg>` or `<math>`, one below `<foreignObject>`. Not counted: text in comments, `<script>`,
 * `<style>`, `<textarea>`, `<title>`, `<iframe>`, `<xmp>`, `<noembed>`, `<noframes>`, `<plaintext>`; SVG
 * `<image>`; anything inside a `<template>`, which is an inert fragment that is not rendered (a declarative
 * shadow root is treated the same).
 *
 * Time is not bounded here: the caller runs it under a budget that can kill.
 */
export type FindImages = (html: string, options: FindOptions) => FoundPage

/**
 * Attributes in which sites keep the address of a picture that a script loads later; each may hold one URL, those
 * that end in `srcset` a list. Read by lazysizes, lozad, jQuery Lazy Load, echo.js, Jetpack and WP Rocket, Squarespace,
 * Zhihu and Pinterest's button, listed in OBELICS' pre_extraction_simplificator.py, or seen to hold pictures on real pages.
 */
export const LAZY_ATTRIBUTES = [
  'data-src',
  'data-srcset',
  'data-original',
  'data-lazy',
  'data-lazy-src',
  'data-lazy-srcset',
  'data-lazyload',
  'data-orig-file',
  'data-large-file',
  'data-image',
  'data-img-src',
  'data-echo',
  'data-actualsrc',
  'data-gt-lazy-src',
  'data-lateloadsrc',
  'data-src-fg',
  'data-scroll-image',
  'src2',
  'data-original-mos',
  'data-src-large',
  'data-img',
  'data-pin-media',
] as const

export const IMAGE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'src',
  'srcset',
  'sizes',
  'alt',
  'title',
  'width',
  'height',
  'aria-label',
  'aria-labelledby',
  'aria-hidden',
  'role',
  ...LAZY_ATTRIBUTES,
])

export const SOURCE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'srcset',
  'src',
  'type',
  'media',
  'width',
  'height',
  'data-srcset',
  'data-lazy-srcset',
])
export const META_ATTRIBUTES: ReadonlySet<string> = new Set(['name', 'property', 'http-equiv', 'content'])
export const LINK_ATTRIBUTES: ReadonlySet<string> = new Set(['rel', 'href'])

/** `<source>` tags that are kept of one `<picture>`. */
export const MAX_SOURCES = 64
/** Ids of one `aria-labelledby` that are looked up. */
export const MAX_LABELS = 8
/** Code units of one text that are kept before it is cleaned. */
export const MAX_FOUND_TEXT = 8192
/** Code units of `surrounding` on each side. */
export const MAX_SURROUNDING = 200
/** Text between two tags is running text from so many code units on, white space collapsed. */
export const MIN_PROSE = 60
/** Code units after which no more of it is taken. */
export const ENOUGH_PROSE = 2000
/** `<meta>` tags, and links, that are kept of one page. */
export const MAX_PAGE_TAGS = 500
