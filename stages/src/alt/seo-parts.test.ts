import { describe, expect, it } from 'vitest'
import {
  hasManySeparators,
  hasPrice,
  hasProductCode,
  hasShopWord,
  isTitleCase,
  seoPartsOf,
} from './seo-parts.js'

describe('hasPrice', () => {
  it.each([
    '$300',
    'only € 31,08',
    '31,08 €',
    '£5 off',
    '1 299 Kč',
    '12 zł',
    '500 руб.',
    '100元',
    '3,000円',
    '9900원',
    'Rs 1,220',
    'Rs.500',
    'R$ 20',
    'USD 15',
    '15 EUR',
    '₹499',
    '¥980',
    '२०₹',
  ])('%j', (text) => expect(hasPrice(text)).toBe(true))
  it.each([
    '',
    '300',
    'A$AP Rocky',
    '$ sign',
    '100 years',
    '5 european cities',
    'Hours 12',
    '12 EURO',
    'krone',
    '20 % off',
    'MUSD 5',
  ])('not %j', (text) => expect(hasPrice(text)).toBe(false))
})

describe('hasShopWord', () => {
  it.each([
    'Buy red shoes online',
    'Shoes for sale in Leeds',
    'FREE SHIPPING!',
    'Schuhe günstig kaufen',
    'Chaussures pas cher',
    'Comprar zapatos',
    'Scarpe in offerta',
    'Tênis com frete grátis',
    'Schoenen kopen',
    'Buty tanio',
    'Купить кроссовки недорого',
    '運動靴 送料無料',
    '运动鞋批发',
    '운동화 무료배송',
    'Ayakkabı satın al',
    'شراء حذاء',
    'Skor med fri frakt',
    'Boty doprava zdarma',
  ])('%j', (text) => expect(hasShopWord(text)).toBe(true))
  it.each([
    '',
    'A buyer at the market',
    'Shopkeeper',
    'Salem in winter',
    'The workshop',
    'Kaufmann',
    'free the shipping lane',
  ])('not %j', (text) => expect(hasShopWord(text)).toBe(false))
})

describe('hasProductCode', () => {
  it.each([
    // GTIN-13 and GTIN-14 of the GS1 General Specifications' examples, GTIN-12 of Wikipedia's UPC article.
    ['GTIN-13', 'Tea 4006381333931'],
    ['GTIN-12', 'Tissues 036000291452'],
    ['GTIN-14', '(10614141000415)'],
    ['stock number', 'Brother HL-L2390DW Laser'],
    ['in brackets', 'Mountain (RS4018-15)'],
    ['name of one', 'Ring, SKU: 12'],
    ['ISBN', 'ISBN 3-16-148410-0'],
  ])('%s', (_name, text) => expect(hasProductCode(text)).toBe(true))
  it.each([
    ['wrong check digit', '4006381333932'],
    ['a year, a date', 'March 2020 20200314'],
    ['short', 'L69 F150 A4'],
    ['fewer than three digits', 'COVID-19 MP3-PLAYER'],
    ['lower case', 'iphone11234 1920x1080'],
    ['no letter', '123-456-789'],
    ['empty', ''],
  ])('not: %s', (_name, text) => expect(hasProductCode(text)).toBe(false))
})

describe('hasManySeparators', () => {
  it.each([
    ['a, b, c, d, e', true],
    ['a | b | c - d – e', true],
    ['靴、鞄、帽子、服、傘', true],
    ['a, b, c, d', false],
    ['state-of-the-art plug-in two-in-one', false],
    ['', false],
  ])('%j %s', (text, expected) => expect(hasManySeparators(text)).toBe(expected))
})

describe('isTitleCase', () => {
  it.each([
    ['Hand Tufted Light Purple Rug', true],
    ['NEW YORK CITY SKYLINE', true],
    ['Élégante Robe Été Femme 2020', true],
    ['One Two Three Four five', true],
    ['One Two Three four', false],
    ['One Two Three', false],
    ['Frau mit Weintrauben in den Händen', false],
    ['東京 の 美しい 夜景', false],
    ['1 2 3 4 5', false],
    ['', false],
  ])('%j %s', (text, expected) => expect(isTitleCase(text)).toBe(expected))
})

describe('seoPartsOf', () => {
  it('lists every part that holds', () => {
    expect(seoPartsOf('Buy Nike Shoes, Red, Blue, Green | SKU AB1234 | $50')).toEqual([
      'price',
      'shop_word',
      'product_code',
      'separators',
      'title_case',
    ])
    expect(seoPartsOf('A cat sits on a mat.')).toEqual([])
  })

  // Super-linear work on these would run into the time limit of the runner.
  it.each<[name: string, text: string, parts: readonly string[]]>([
    ['code', `${'A1-'.repeat(1e6)}!`, ['title_case']],
    ['punctuation', '!'.repeat(4e6), []],
    ['spaces', ' '.repeat(4e6), []],
    ['dashes', '-'.repeat(4e6), ['separators']],
    ['digits', '1'.repeat(4e6), []],
    ['currency signs', '$ '.repeat(2e6), []],
  ])('hostile: %s', (_name, text, parts) => {
    expect(seoPartsOf(text)).toEqual(parts)
  })
})
