import { TEXT_KINDS, type Text, type TextKind } from '@warc2dataset/schemas'
import { classifyAlt, cleanText } from '../html/clean-text.js'
import type { PageImage } from '../html/image-finder.js'
import { hash64 } from '../identity.js'
import { unmeasured } from './measure-texts.js'

/** A text to read, cleaned. */
export interface KindText {
  readonly kind: TextKind
  readonly text: string
}

/** Texts that belong to the page: looked at only where they may become TEXT, since all its pictures share them. */
const OF_THE_PAGE: ReadonlySet<TextKind> = new Set<TextKind>(['page_title', 'surrounding'])

/** What the page has to say of a picture. */
export interface PageTexts {
  readonly title: string | null
  /** og:image:alt, if the picture is og:image. */
  readonly ogImageAlt: string | null
}

/** The kinds that are looked for: those that may become TEXT, then all others that belong to the picture. */
export function soughtKinds(kinds: readonly TextKind[]): readonly TextKind[] {
  const others = TEXT_KINDS.filter((kind) => !kinds.includes(kind) && !OF_THE_PAGE.has(kind))
  return [...new Set([...kinds, ...others])]
}

/** The texts of a picture that show something, in the order of `sought`. */
export function pictureTexts(
  image: PageImage,
  page: PageTexts,
  sought: readonly TextKind[],
): readonly KindText[] {
  const texts: KindText[] = []
  for (const kind of sought) {
    const raw = rawText(image, page, kind)
    if (raw === null || raw === '') continue
    const { text } = cleanText(raw)
    if (text !== '') texts.push({ kind, text })
  }
  return texts
}

function rawText(image: PageImage, page: PageTexts, kind: TextKind): string | null {
  const { attributes } = image
  switch (kind) {
    case 'alt':
    case 'title':
      return attributes.get(kind) ?? null
    case 'aria_label':
      // An element that is named but shows nothing names nothing (Accessible Name Computation, step 2B).
      return classifyAlt(image.labelledBy) === 'text'
        ? image.labelledBy
        : (attributes.get('aria-label') ?? null)
    case 'figcaption':
      return image.figcaption
    case 'og_image_alt':
      return page.ogImageAlt
    case 'anchor':
      return image.link?.text ?? null
    case 'page_title':
      return page.title
    case 'surrounding':
      return `${image.surrounding.before} ${image.surrounding.after}`.trim()
  }
}

/** Texts as columns, each once: of equal ones the first. */
export function distinctTexts(url: string, texts: readonly KindText[]): readonly Text[] {
  const seen = new Set<string>()
  const distinct: Text[] = []
  for (const { kind, text } of texts) {
    if (seen.has(text)) continue
    seen.add(text)
    distinct.push(unmeasured(kind, text, hash64(url, text)))
  }
  return distinct
}
