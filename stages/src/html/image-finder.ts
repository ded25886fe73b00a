/** One `<img>` of a page, as the HTML parser sees it. */
export interface PageImage {
  /** `src` as written with entities decoded, of any length; null when the attribute is absent. */
  readonly src: string | null
  /** `alt` as written with entities decoded, of any length; null when the attribute is absent. */
  readonly alt: string | null
  /** `width` in CSS pixels, 1..2^31-1; null when absent, a percentage, zero or not a number. */
  readonly declaredWidth: number | null
  /** `height`, same rule as `declaredWidth`. */
  readonly declaredHeight: number | null
}

/** What a page holds. A page without any picture reports null for `baseHref` and `htmlLang`. */
export interface FoundImages {
  /** In document order, at most `maxImages`. */
  readonly images: readonly PageImage[]
  /** `href` of the first `<base>` that has one, as written; null when there is none. */
  readonly baseHref: string | null
  /** `lang` of the `<html>` element as written (`xml:lang` is not read); null when absent. */
  readonly htmlLang: string | null
  /** True when the page holds more than `maxImages` pictures; the rest is not returned. */
  readonly overBudget: boolean
}

/**
 * Finds the `<img>` elements that a browser without scripts would create from `html`.
 *
 * Counted: `<img>` in `<noscript>`, `<image>` outside SVG (tree construction renames it), an `<img>` that
 * breaks out of `<svg>` or `<math>`, one below `<foreignObject>`. Not counted: text in comments, `<script>`,
 * `<style>`, `<textarea>`, `<title>`, `<iframe>`, `<xmp>`, `<noembed>`, `<noframes>`, `<plaintext>`; SVG
 * `<image>`; anything inside a `<template>`, which is an inert fragment that is not rendered (a declarative
 * shadow root is treated the same).
 *
 * `maxImages` is an integer >= 0. Time is not bounded here: the caller runs it under a budget that can kill.
 */
export type FindImages = (html: string, options: { readonly maxImages: number }) => FoundImages
