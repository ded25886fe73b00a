import type { AltText } from './crawl-plan.js'
import { describeMotif, type Language, type Motif, type PageLanguage, VARIATIONS, WORDS } from './phrases.js'
import type { Random } from './seeded-random.js'

const TEMPLATES: readonly string[] = [
  '{{ product.title }}',
  '%TITLE%',
  'image',
  'logo',
  'Image 1 of 12',
  'placeholder',
  'undefined',
  'Untitled-1',
  '[object Object]',
]

/** Sources that no crawler can request, as they stand in the markup. */
const UNUSABLE_SOURCES: readonly string[] = [
  'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'data:image/svg+xml,%3Csvg/%3E',
  'javascript:void(0)',
  'http://[broken',
  'https://exa mple.test/space.jpg',
  'https://',
  'blob:https://site-000.example/5b1c',
  'about:blank',
  'file:///C:/Users/anna/Desktop/photo.jpg',
  'ftp://files.example/photo.jpg',
]

/** Chooses the alt of a picture: mostly its description, sometimes worse, sometimes nothing. */
export function planAlt(random: Random, motif: Motif, language: Language, number: number): AltText {
  const draw = random.float()
  if (draw < 0.07) return { kind: 'missing' }
  if (draw < 0.11) return { kind: 'empty' }
  if (draw < 0.13) return { kind: 'blank' }
  return { kind: 'usable', text: planText(random, motif, language, number) }
}

/** Chooses a text that a reader can use as one. */
export function planText(random: Random, motif: Motif, language: Language, number: number): string {
  const draw = random.float()
  if (draw < 0.06) return random.pick([`IMG_${1000 + number}.JPG`, `DSC0${number}`, `photo-${number}.jpg`])
  if (draw < 0.1) return random.pick(TEMPLATES)
  const description = describeMotif(motif, language, number)
  if (draw < 0.11) return `${description}: ${sentence(random, language, 120)}`
  return draw < 0.7 ? description : random.pick(VARIATIONS[language])(description)
}

/** Some words in a row; nonsense, but of the right language. */
export function sentence(random: Random, language: PageLanguage, length: number): string {
  const words = WORDS[language]
  return Array.from({ length }, () => random.pick(words)).join(' ')
}

/** Chooses a source that is no http(s) URL. */
export function planUnusableSource(random: Random): string {
  return random.pick(UNUSABLE_SOURCES)
}
