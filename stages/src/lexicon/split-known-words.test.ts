import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Lexicon } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { createUniform } from '../statistics/simulated-clusters.js'
import { foldText } from './fold-text.js'
import { loadLexicon } from './load-lexicon.js'
import { openLexicon } from './open-lexicon.js'
import { openSimpleUnits } from './simple-units.js'
import { splitKnownWords } from './split-known-words.js'
import { kindOf, splitWords, type Word } from './split-words.js'
import { openVocabulary } from './vocabulary.js'

const ALTS = fileURLToPath(new URL('../../../../shared/data/alts/real-alts.jsonl.gz', import.meta.url))
const LEXICONS = fileURLToPath(new URL('../../../configs/lexicons/', import.meta.url))

const WORDS = [
  'a',
  'old',
  'man',
  'woman',
  'of',
  'isle',
  'mr',
  'fiancée',
  'σοφοσ',
  'женщина',
  '女',
  '性',
  'スーパー',
  '여자',
  '15',
  'x'.repeat(300),
]
const GAPS = [
  ...[' ', '  ', ' '.repeat(8), ' '.repeat(9), '\n', '\r\n', '\t', '\u00a0', '\u2003', '\u3000'],
  ...[
    "'",
    '’',
    'ʼ',
    "' ",
    " '",
    "''",
    '-',
    '‑',
    '--',
    '_',
    ' - ',
    '–',
    ' & ',
    '&',
    '＆',
    '. ',
    '.',
    '.-',
    '.  ',
  ],
  ...[', ', '; ', '|', '/', '(', '…', '。', '・', '', '', '\u200b', '\u00ad', '\u0301', '👩', '\ud83d', '\0'],
]
const UNITS = [
  [1, 0x7f],
  [1, 0x7f],
  [0x80, 0x24f],
  [0x370, 0x6ff],
  [0x2000, 0x22ff],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [1, 0xffff],
] as const

const units = openSimpleUnits(kindOf)
const vocabulary = openVocabulary(new Set(WORDS), units)

/** What splitWords has, without the words that nobody knows. */
function slowly(text: string): readonly Word[] {
  let wasKnown = false
  return splitWords(foldText(text)).flatMap(({ text: word, joined }) => {
    const isJoined = joined && wasKnown
    wasKnown = WORDS.includes(word)
    return wasKnown ? [{ text: word, joined: isJoined }] : []
  })
}

const quickly = (text: string) => splitKnownWords(text, 0, text.length, vocabulary, units)

function randomTexts(count: number): readonly string[] {
  const uniform = createUniform(4)
  const below = (n: number): number => Math.floor(uniform() * n)
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[below(list.length)] as T
  const word = (): string => {
    const text = pick(WORDS)
    if (uniform() < 0.3) return text.toUpperCase()
    return uniform() < 0.1 ? `${text}${pick(WORDS)}` : text
  }
  const unit = (): string => {
    const [first, last] = pick(UNITS)
    return String.fromCharCode(first + below(last - first + 1))
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: below(8) }, () => (uniform() < 0.8 ? word() : unit()) + pick(GAPS)).join(''),
  )
}

describe('splitKnownWords', () => {
  it('has the known words of splitWords in 30,000 random texts, or leaves the text to it', () => {
    const texts = randomTexts(30_000)
    const told = texts.filter((text) => quickly(text) !== null)
    expect(told.length).toBeGreaterThan(10_000)
    expect(told.filter((text) => quickly(text)?.length !== 0).length).toBeGreaterThan(9000)
    const wrong = told.filter((text) => JSON.stringify(quickly(text)) !== JSON.stringify(slowly(text)))
    expect(wrong).toEqual([])
    const left = texts.filter((text) => quickly(text) === null)
    expect(left.filter((text) => [...text].every((one) => units.folded[one.charCodeAt(0)] !== 0))).toEqual([])
  })

  it('looks at nothing outside its part of the text', () => {
    expect(splitKnownWords('xman old manx', 1, 12, vocabulary, units)).toEqual([
      { text: 'man', joined: false },
      { text: 'old', joined: true },
      { text: 'man', joined: true },
    ])
    expect(splitKnownWords('ß man ß', 2, 5, vocabulary, units)).toEqual([{ text: 'man', joined: false }])
  })
})

describe('openLexicon with the lexicons of the package', async () => {
  const files = readdirSync(LEXICONS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  )
  const lexicons = await Promise.all(
    files.map(async (name) => (await loadLexicon(`${LEXICONS}${name}`)).lexicon),
  )
  const langs = [...new Set(lexicons.map(({ lang }) => lang))]
  // A prefix stands for words that nobody can list, so that each text is folded and split.
  const slow = openLexicon([...lexicons, ...langs.map(withPrefix)])
  const quick = openLexicon(lexicons)

  it.skipIf(!existsSync(ALTS))('finds in 17,150 real alts what it finds the slow way (shared/data)', () => {
    const alts = gunzipSync(readFileSync(ALTS)).toString().trim().split('\n')
    const texts = alts.map((line): string => JSON.parse(line).alt)
    let mentions = 0
    for (const lang of ['en', 'de', 'ja', 'ru', 'zh', 'ko', 'ar']) {
      const found = texts.map((text) => quick.match(text, lang))
      mentions += found.flat().length
      expect(found).toEqual(texts.map((text) => slow.match(text, lang)))
    }
    expect(mentions).toBeGreaterThan(1500)
  })
})

function withPrefix(lang: string): Lexicon {
  const set = { id: `prefix.${lang}`, label: '', terms: ['qqqqqqqq'], exclude: [], match: 'prefix' as const }
  const facts = { version: '1', author: 'a test', licence: 'MIT', note: '' }
  return { ...facts, id: `prefix.${lang}`, axis: 'prefix', lang, sets: [set] }
}
