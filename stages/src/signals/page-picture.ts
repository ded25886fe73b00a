import { cleanText } from '../html/clean-text.js'
import { copyString } from '../html/copy-string.js'
import type { Attributes } from '../html/image-finder.js'
import { resolveImageUrl } from '../html/resolve-url.js'

/** The picture by which a page wants to be known. URLs are absolute, at most 2000 characters; so are the texts. */
export interface PagePicture {
  readonly ogImage: string | null
  /** Description of `ogImage`; null where only another picture of the page has one. */
  readonly ogImageAlt: string | null
  readonly twitterImage: string | null
  readonly twitterImageAlt: string | null
  /** `<link rel="image_src">`, which Facebook read before Open Graph. */
  readonly imageSrc: string | null
}

/** One `og:image` with its structured properties. */
interface OpenGraphImage {
  image: string | null
  url: string | null
  secureUrl: string | null
  alt: string | null
}

const MAX_TEXT = 2000

/**
 * What `og:image`, `twitter:image` and `rel=image_src` of a page say, each the first that is a usable URL. Names
 * count in `property` and in `name` alike, whatever their case, since pages mix them up.
 *
 * Open Graph protocol, "Structured Properties" and "Arrays": each `og:image` begins a picture, and what follows
 * belongs to it until the next; `og:image:url` is the same as `og:image`, `og:image:secure_url` an alternate; the
 * first of several wins. An `og:image:alt` before any picture belongs to none.
 */
export function pagePicture(
  metas: readonly Attributes[],
  links: readonly Attributes[],
  base: string | null,
): PagePicture {
  const { images, twitterImages, twitterAlts } = readMetas(metas)
  const picture = images
    .map((image) => ({ url: firstUrl([image.image, image.url, image.secureUrl], base), alt: image.alt }))
    .find(({ url }) => url !== null)
  return {
    ogImage: picture?.url ?? null,
    ogImageAlt: firstText([picture?.alt ?? '']),
    twitterImage: firstUrl(twitterImages, base),
    twitterImageAlt: firstText(twitterAlts),
    imageSrc: firstUrl(
      links
        .filter((link) => words(link.get('rel')).includes('image_src'))
        .map((link) => link.get('href') ?? null),
      base,
    ),
  }
}

function readMetas(metas: readonly Attributes[]) {
  const images: OpenGraphImage[] = []
  const twitterImages: string[] = []
  const twitterAlts: string[] = []
  for (const meta of metas) {
    const content = meta.get('content') ?? ''
    for (const name of new Set([...words(meta.get('property')), ...words(meta.get('name'))])) {
      if (name.startsWith('og:image')) addProperty(images, name, content)
      else if (name === 'twitter:image' || name === 'twitter:image:src') twitterImages.push(content)
      else if (name === 'twitter:image:alt') twitterAlts.push(content)
    }
  }
  return { images, twitterImages, twitterAlts }
}

function addProperty(images: OpenGraphImage[], name: string, content: string): void {
  const last = images.at(-1)
  switch (name) {
    case 'og:image':
      images.push({ image: content, url: null, secureUrl: null, alt: null })
      break
    case 'og:image:url':
      // Without an `og:image` it is itself what begins a picture.
      if (last === undefined || (last.image === null && last.url !== null)) {
        images.push({ image: null, url: content, secureUrl: null, alt: null })
      } else last.url ??= content
      break
    case 'og:image:secure_url':
      if (last === undefined || (last.image === null && last.url === null)) {
        images.push({ image: null, url: null, secureUrl: content, alt: null })
      } else last.secureUrl ??= content
      break
    case 'og:image:alt':
      if (last !== undefined) last.alt ??= content
      break
  }
}

function words(names: string | undefined): readonly string[] {
  return names === undefined ? [] : names.toLowerCase().split(/\s+/)
}

function firstUrl(values: readonly (string | null)[], base: string | null): string | null {
  for (const value of values) {
    const resolved = resolveImageUrl(value, base)
    if ('url' in resolved) return copyString(resolved.url)
  }
  return null
}

function firstText(values: readonly string[]): string | null {
  for (const value of values) {
    const { text } = cleanText(value, MAX_TEXT)
    if (text !== '') return text
  }
  return null
}
