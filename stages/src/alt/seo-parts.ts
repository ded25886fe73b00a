import { foldWords } from './fold-words.js'
import { SHOP_PARTS, SHOP_PHRASES, SHOP_WORDS } from './shop-words.js'

/** Signs of a text written for a shop or a search engine. */
export const SEO_PARTS = ['price', 'shop_word', 'product_code', 'separators', 'title_case'] as const
export type SeoPart = (typeof SEO_PARTS)[number]

const AMOUNT =
  /\p{Sc} ?\p{Nd}|\p{Nd} ?(?:\p{Sc}|(?:元|円|원|zł|kr|Kč|руб|грн|TL|USD|EUR|GBP|CHF|PLN|RUB|INR|AUD|CAD)(?![\p{L}\p{N}]))|(?<![\p{L}\p{N}])(?:USD|EUR|GBP|CHF|PLN|INR|AUD|CAD|Rs\.?|US\$|R\$) ?\p{Nd}/u
const DIGIT = /\p{Nd}/u
const CODE = /^[A-Z0-9]+(?:[-_/.][A-Z0-9]+)*$/
const CODE_NAME = /^(?:sku|ean|gtin|upc|isbn|mpn|asin|artnr|artikelnummer|artikelnr)$/
const SEPARATOR = /[|,;،、，｜•·»]|(?<![\p{L}\p{N}])[-–—~]|[-–—~](?![\p{L}\p{N}])/gu
const MIN_SEPARATORS = 4
const MIN_CASED_WORDS = 4
const MIN_TITLE_RATIO = 0.8

const WORD = /[\p{L}\p{M}\p{N}'’]+/gu
const ASCII_WORD = /[A-Za-z0-9']+/g
const ASCII = /^[\0-\x7f]*$/
/** Phrases, word by word, by their first word. */
const PHRASES = new Map<string, (readonly string[])[]>()
for (const phrase of SHOP_PHRASES.map((text) => text.split(' '))) {
  const [first = ''] = phrase
  PHRASES.set(first, [...(PHRASES.get(first) ?? []), phrase])
}

/** A currency sign or code beside a number. */
export function hasPrice(text: string): boolean {
  return DIGIT.test(text) && AMOUNT.test(text)
}

/** A word of an offer: buy, sale, free shipping, and their like in some languages. */
export function hasShopWord(text: string): boolean {
  const words = foldWords(text)
  if (words.some((word, at) => SHOP_WORDS.has(word) || beginsPhrase(words, at))) return true
  if (ASCII.test(text)) return false
  const spaced = words.join(' ')
  return SHOP_PARTS.some((part) => spaced.includes(part))
}

function beginsPhrase(words: readonly string[], at: number): boolean {
  const phrases = PHRASES.get(words[at] ?? '') ?? []
  return phrases.some((phrase) => phrase.every((word, index) => words[at + index] === word))
}

/**
 * A GTIN of 12 to 14 digits whose check digit is right (GS1 General Specifications 7.9), a stock number (5 to 24
 * capitals and digits, of these at least one and three), or the name of such a number (SKU, EAN, ISBN).
 */
export function hasProductCode(text: string): boolean {
  return text.split(' ').some((part) => {
    const code = trimPunctuation(part)
    return isGtin(code) || isStockNumber(code) || CODE_NAME.test(code.toLowerCase())
  })
}

/** At least four separators: `|`, commas, bullets, and dashes that do not join two words. */
export function hasManySeparators(text: string): boolean {
  return (text.match(SEPARATOR)?.length ?? 0) >= MIN_SEPARATORS
}

/** At least 80 % of at least four words with a cased first letter start with a capital. */
export function isTitleCase(text: string): boolean {
  let cased = 0
  let capital = 0
  const words = ASCII.test(text) ? text.match(ASCII_WORD) : text.match(WORD)
  if (words === null || words.length < MIN_CASED_WORDS) return false
  for (const word of words) {
    const [first = ''] = word
    if (first.toLowerCase() === first.toUpperCase()) continue
    cased += 1
    if (first !== first.toLowerCase()) capital += 1
  }
  return cased >= MIN_CASED_WORDS && capital / cased >= MIN_TITLE_RATIO
}

const TESTS: Readonly<Record<SeoPart, (text: string) => boolean>> = {
  price: hasPrice,
  shop_word: hasShopWord,
  product_code: hasProductCode,
  separators: hasManySeparators,
  title_case: isTitleCase,
}

const ENOUGH_PARTS = 3
/** The dear ones last: most texts are decided before. */
const BY_COST: readonly SeoPart[] = ['separators', 'title_case', 'price', 'product_code', 'shop_word']

/** Do at least three of the parts hold for a cleaned text? */
export function isSeo(text: string): boolean {
  let missing = ENOUGH_PARTS
  let left = BY_COST.length
  for (const part of BY_COST) {
    if (TESTS[part](text)) missing -= 1
    left -= 1
    if (missing === 0 || missing > left) break
  }
  return missing === 0
}

/** The parts that hold for a cleaned text, in the order of `SEO_PARTS`. */
export function seoPartsOf(text: string): readonly SeoPart[] {
  return SEO_PARTS.filter((part) => TESTS[part](text))
}

function trimPunctuation(part: string): string {
  let start = 0
  let end = part.length
  while (start < end && /[^A-Za-z0-9]/.test(part.charAt(start))) start += 1
  while (end > start && /[^A-Za-z0-9]/.test(part.charAt(end - 1))) end -= 1
  return part.slice(start, end)
}

function isStockNumber(code: string): boolean {
  if (code.length < 5 || code.length > 24 || !CODE.test(code) || !/[A-Z]/.test(code)) return false
  return (code.match(/\d/g)?.length ?? 0) >= 3
}

function isGtin(code: string): boolean {
  if (!/^\d{12,14}$/.test(code)) return false
  let sum = 0
  for (let i = 0; i < code.length; i += 1) {
    const fromRight = code.length - 1 - i
    sum += Number(code.charAt(i)) * (fromRight % 2 === 0 ? 1 : 3)
  }
  return sum % 10 === 0
}
