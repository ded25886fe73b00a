import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Lexicon } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { loadLexicon } from './load-lexicon.js'
import { openLexicon } from './open-lexicon.js'

// Sentences written by hand, with the sets that a reader would find in them: at least 15 a lexicon that have some, and
// 15 with false friends that have none.
interface Corpus {
  readonly lexicon: string
  readonly match: readonly (readonly [text: string, sets: readonly string[]])[]
  readonly none: readonly string[]
}
interface ManyLanguages {
  readonly texts: readonly (readonly [lang: string, text: string, sets: readonly string[]])[]
}

const CORPORA = fileURLToPath(new URL('senses/', import.meta.url))
const LEXICONS = fileURLToPath(new URL('../../../configs/lexicons/', import.meta.url))
const MANY = 'country.many.json'

const corpora = readdirSync(CORPORA)
  .filter((name) => name.endsWith('.json') && name !== MANY)
  .map((name): Corpus => JSON.parse(readFileSync(`${CORPORA}${name}`, 'utf8')))

async function lexicon(id: string): Promise<Lexicon> {
  const folder = id.startsWith('country.') ? 'countries/' : ''
  return (await loadLexicon(`${LEXICONS}${folder}${id}.json`)).lexicon
}

describe.each(corpora)('senses of $lexicon', ({ lexicon: id, match, none }) => {
  it('has at least 15 sentences of each kind', () => {
    expect(Math.min(match.length, none.length)).toBeGreaterThanOrEqual(15)
  })

  it('finds the sets of each sentence that has some', async () => {
    const { match: sets } = openLexicon([await lexicon(id)])
    const lang = id.split('.')[1] ?? ''
    expect(match.map(([text]) => [text, [...sets(text, lang)].sort()])).toEqual(
      match.map(([text, expected]) => [text, [...expected].sort()]),
    )
  })

  it('finds nothing in its false friends', async () => {
    const { match: sets } = openLexicon([await lexicon(id)])
    const lang = id.split('.')[1] ?? ''
    expect(none.map((text) => [text, sets(text, lang)])).toEqual(none.map((text) => [text, []]))
  })
})

describe('countries in many languages', () => {
  const { texts }: ManyLanguages = JSON.parse(readFileSync(`${CORPORA}${MANY}`, 'utf8'))

  it.each(texts)('%s: %s', async (lang, text, expected) => {
    const langs = [...new Set(texts.map(([code]) => code))]
    const all = await Promise.all(langs.map((code) => lexicon(`country.${code}`)))
    expect(openLexicon(all).match(text, lang)).toEqual(expected)
  })
})
