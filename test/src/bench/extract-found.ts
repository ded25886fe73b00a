/** What one way of reading an archive found; null: it does not look for it. */
export interface Found {
  /** Records of type `response`, whatever they hold. */
  readonly responses: number | null
  /** `<img>` of its HTML pages. */
  readonly images: number | null
  /** Those with an http(s) URL and an alt that shows something. */
  readonly pairs: number | null
}

/** Attributes of one `<img>`; null where they are missing. */
export interface Img {
  readonly src: string | null
  readonly alt: string | null
}

/** How many of these a training set could use, by `src` and `alt` alone; `base` is the page's `<base href>`. */
export function countPairs(images: readonly Img[], pageUrl: string, base: string | null): number {
  const against = resolve(base ?? '', pageUrl)?.href ?? pageUrl
  let pairs = 0
  for (const { src, alt } of images) {
    if (src === null || alt === null || src.trim() === '' || alt.trim() === '') continue
    if (/^https?:$/.test(resolve(src, against)?.protocol ?? '')) pairs += 1
  }
  return pairs
}

function resolve(url: string, base: string): URL | null {
  // Thrown and caught, as a user of Node 20.19 must: URL.parse is younger.
  try {
    return new URL(url, base)
  } catch {
    return null
  }
}
