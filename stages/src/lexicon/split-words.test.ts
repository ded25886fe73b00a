import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.js'
import { splitWords } from './split-words.js'

const ALTS = fileURLToPath(new URL('../../../../shared/data/alts/real-alts.jsonl.gz', import.meta.url))
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]/u
const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

const words = (text: string): readonly string[] => splitWords(foldText(text)).map(({ text }) => text)
const joins = (text: string): readonly boolean[] => splitWords(foldText(text)).map(({ joined }) => joined)

// The words of UAX #29 by the engine, cut at what stands in them beside letters, numbers and marks.
function bySegmenter(text: string): readonly string[] {
  const segments = new Intl.Segmenter('en', { granularity: 'word' }).segment(foldText(text))
  return [...segments].flatMap(({ segment }) => segment.match(RUN) ?? [])
}

const SPACED = [
  'A woman’s hat, 3.5 inches — non-binary & proud',
  'L’homme d’une seule pièce',
  'Ein Mädchen in der Straße',
  'Женщина в шляпе; мужчина-врач',
  'امرأة تقرأ كتابا',
  'एक महिला किताब पढ़ती है',
  'אישה קוראת ספר',
  '여자가 책을 읽는다',
  'foo_bar.baz@example.com #tag e\u0301te\u0301 \u0301x 👩‍🦽 10,000',
]

describe('splitWords', () => {
  it.each(SPACED)('has the words of Intl.Segmenter in %j', (text) => {
    expect(words(text)).toEqual(bySegmenter(text))
    expect(words(text).length).toBeGreaterThan(2)
  })

  it.skipIf(!existsSync(ALTS))('has them in 17,150 real alts of scripts with spaces (shared/data)', () => {
    const alts = gunzipSync(readFileSync(ALTS)).toString().trim().split('\n')
    const texts = alts
      .map((line): { readonly alt: string } => JSON.parse(line))
      .filter(({ alt }) => !UNSPACED.test(alt.normalize('NFKC')))
    expect(texts.length).toBeGreaterThan(16_000)
    expect(texts.filter(({ alt }) => words(alt).join(' ') !== bySegmenter(alt).join(' '))).toEqual([])
  })

  it('makes a word of each character in scripts without spaces, and of each katakana run', () => {
    expect(words('日本の女性')).toEqual(['日', '本', 'の', '女', '性'])
    expect(words('タイ料理とスーパーiPhone15用')).toEqual([
      ...['タイ', '料', '理', 'と', 'スーパー', 'iphone15', '用'],
    ])
    expect(words('ที่')).toEqual(['ที่'])
  })

  it('lets a phrase go on over spaces, hyphens, apostrophes, underscores, & and the point of an abbreviation', () => {
    expect(joins('black woman')).toEqual([false, true])
    expect(joins('non-binary')).toEqual([false, true])
    expect(joins('black_woman')).toEqual([false, true])
    expect(joins("women's")).toEqual([false, true])
    expect(joins("girls' shoes")).toEqual([false, true])
    expect(joins('Bosnia & Herzegovina')).toEqual([false, true])
    expect(joins('Mr. Bean')).toEqual([false, true])
    expect(joins('日本')).toEqual([false, true])
  })

  it('ends a phrase at other punctuation, a spaced dash, and a wide gap', () => {
    for (const text of [
      'black, woman',
      'In Schwarz. Frau',
      'black - ladies',
      'black | woman',
      'black (woman)',
      'black/woman',
      'black… woman',
      `black${' '.repeat(9)}woman`,
    ]) {
      expect([text, joins(text).at(-1)]).toEqual([text, false])
    }
  })

  it('has no word in a text without one', () => {
    expect(words('')).toEqual([])
    expect(words('— … 👩 \u0301')).toEqual([])
  })
})
