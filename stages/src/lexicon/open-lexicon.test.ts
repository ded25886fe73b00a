import { type Lexicon, type LexiconSet, lexiconSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { openLexicon } from './open-lexicon.js'

type SetOf = Partial<LexiconSet> & Pick<LexiconSet, 'id' | 'terms'>

function lexicon(lang: string, sets: readonly SetOf[], axis = 'test'): Lexicon {
  const facts = { version: '1', author: 'a test', licence: 'MIT', note: '' }
  return lexiconSchema.parse({
    ...facts,
    id: `${axis}.${lang}`,
    axis,
    lang,
    sets: sets.map((set) => ({ label: set.id, ...set })),
  })
}

const matcher = (...sets: readonly SetOf[]) => openLexicon([lexicon('en', sets)])

describe('openLexicon', () => {
  it('matches whole words in any letter case and form of writing', () => {
    const { match } = matcher({ id: 'woman', terms: ['woman', 'fiancée'] })
    expect(match('A WOMAN’s hat', 'en')).toEqual(['woman'])
    expect(match('ｗｏｍａｎ', 'en')).toEqual(['woman'])
    expect(match('Her fiance\u0301e', 'en')).toEqual(['woman'])
    expect(match('womanly superwoman woman2', 'en')).toEqual([])
  })

  it('gives each set once, in the order of the lexicons', () => {
    const { match } = matcher({ id: 'a', terms: ['one'] }, { id: 'b', terms: ['two'] })
    expect(match('two one two one', 'en')).toEqual(['a', 'b'])
  })

  it('lets a longer term of a lexicon take the place of the shorter ones inside it', () => {
    const { match } = matcher(
      { id: 'american', terms: ['american'] },
      { id: 'african_american', terms: ['african american'] },
    )
    expect(match('African-American art', 'en')).toEqual(['african_american'])
    expect(match('African American and American art', 'en')).toEqual(['american', 'african_american'])
  })

  it('lets it do so from either side', () => {
    const { match } = matcher({ id: 'short', terms: ['b', 'a b'] }, { id: 'long', terms: ['a b c'] })
    expect(match('a b c', 'en')).toEqual(['long'])
    expect(match('a b', 'en')).toEqual(['short'])
    expect(match('b c', 'en')).toEqual(['short'])
  })

  it('counts both of two terms of which neither lies in the other', () => {
    const { match } = matcher({ id: 'left', terms: ['a b'] }, { id: 'right', terms: ['b c'] })
    expect(match('a b c', 'en')).toEqual(['left', 'right'])
  })

  it('leaves the terms of other lexicons alone', () => {
    const sets = openLexicon([
      lexicon('en', [{ id: 'age', terms: ['old man'] }], 'age'),
      lexicon('en', [{ id: 'man', terms: ['man'] }], 'gender'),
    ])
    expect(sets.match('An old man', 'en')).toEqual(['age', 'man'])
  })

  it('does not count a term inside an exclude of its set', () => {
    const { match } = matcher(
      { id: 'man', terms: ['man'], exclude: ['isle of man', 'man united'] },
      { id: 'isle', terms: ['isle'] },
    )
    expect(match('Isle of Man', 'en')).toEqual(['isle'])
    expect(match('man united', 'en')).toEqual([])
    expect(match('A man on the Isle of Man', 'en')).toEqual(['man', 'isle'])
    expect(match('Isle of Man man', 'en')).toEqual(['man', 'isle'])
    expect(match('Isle of! Man', 'en')).toEqual(['man', 'isle'])
  })

  it('counts a term that is longer than the exclude inside it', () => {
    const { match } = matcher({ id: 'a', terms: ['x', 'x y z'], exclude: ['x y'] })
    expect(match('x y z', 'en')).toEqual(['a'])
    expect(match('x y', 'en')).toEqual([])
  })

  it('lets the last word of a prefix term go on, the longest prefix first', () => {
    const { match } = matcher(
      { id: 'teacher', terms: ['Lehr'], exclude: ['Lehrgeld'], match: 'prefix' },
      { id: 'woman_teacher', terms: ['Lehrerin'], match: 'prefix' },
    )
    expect(match('die Lehrer', 'en')).toEqual(['teacher'])
    expect(match('die Lehrerinnen', 'en')).toEqual(['woman_teacher'])
    expect(match('Lehrgelder', 'en')).toEqual([])
    expect(match('gelehrt', 'en')).toEqual([])
  })

  it('finds terms inside runs of scripts without spaces, the longest', () => {
    const { match } = openLexicon([
      lexicon('zh', [
        { id: 'india', terms: ['印度'], match: 'cjk-substring' },
        { id: 'indonesia', terms: ['印度尼西亚'], match: 'cjk-substring' },
      ]),
    ])
    expect(match('我爱印度菜', 'zh')).toEqual(['india'])
    expect(match('印度尼西亚地图', 'zh')).toEqual(['indonesia'])
  })

  it('looks only at the lexicons of the language of a text', () => {
    const sets = openLexicon([
      lexicon('en', [{ id: 'gift', terms: ['gift'] }]),
      lexicon('de', [{ id: 'poison', terms: ['Gift'] }]),
    ])
    expect(sets.match('Gift', 'en')).toEqual(['gift'])
    expect(sets.match('Gift', 'en-GB')).toEqual(['gift'])
    expect(sets.match('Gift', 'de')).toEqual(['poison'])
    expect(sets.match('Gift', 'sv')).toEqual([])
    expect(sets.match('Gift', null)).toEqual([])
  })

  it('is not confused by words that objects have as properties', () => {
    const { match } = matcher({ id: 'a', terms: ['constructor'] })
    expect(match('__proto__ toString hasOwnProperty', 'en')).toEqual([])
    expect(match('constructor', 'en')).toEqual(['a'])
  })

  it('reads a text of a million characters, the first 16,000 of them', () => {
    const { match } = matcher({ id: 'a', terms: ['a a a a b', 'end'] })
    expect(match(`${'a '.repeat(500_000)}`, 'en')).toEqual([])
    expect(match(`${'a '.repeat(7000)}b`, 'en')).toEqual(['a'])
    expect(match(`${'a '.repeat(8001)}end`, 'en')).toEqual([])
  })
})
