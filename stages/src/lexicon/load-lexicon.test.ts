import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedIdProblems } from './lexicon-problems.js'
import { loadLexicon } from './load-lexicon.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lexicon-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(content: string | Buffer): Promise<string> {
  const path = join(folder, 'list.json')
  await writeFile(path, content)
  return path
}

const FACTS = { version: '1', author: 'a test', licence: 'MIT', note: '' }
const GOOD = {
  ...FACTS,
  id: 'pets.en',
  axis: 'pets',
  lang: 'en',
  sets: [{ id: 'pets.en.cat', label: 'cat', terms: ['cat', 'cats'], exclude: ['cat food'] }],
}
type Sets = readonly object[]
const withSets = (sets: Sets): string => JSON.stringify({ ...GOOD, sets })
const set = (more: object): object => ({ id: 'a', label: 'a', terms: ['cat'], ...more })

describe('loadLexicon', () => {
  it('reads a lexicon, with the sha256 of its bytes and the defaults of what is left out', async () => {
    const path = await file(
      '{"id":"a.en","version":"1","axis":"a","lang":"en","author":"x","licence":"MIT","note":"","sets":[{"id":"b","label":"b","terms":["c"]}]}',
    )
    const { lexicon, sha256, path: absolute } = await loadLexicon(path)
    expect(lexicon.sets).toEqual([{ id: 'b', label: 'b', terms: ['c'], exclude: [], match: 'word' }])
    expect(absolute).toBe(path)
    // By sha256sum.
    expect(sha256).toBe('fbbaa29c14c10606f5b947100b43598642fa8da1a09f3b565e0868f1586626fa')
  })

  it.each([
    ['no JSON', '{', /Expected JSON/],
    ['another id', JSON.stringify({ ...GOOD, id: 'dogs.en' }), /id: Expected pets\.en, got dogs\.en/],
    ['an unknown field', JSON.stringify({ ...GOOD, pattern: '(a+)+$' }), /pattern/],
    ['no set', withSets([]), /sets/],
    ['an unknown match', withSets([set({ match: 'regex' })]), /match/],
    ['a set twice', withSets([set({}), set({ terms: ['dog'] })]), /one set of this id/],
    ['a term in two sets', withSets([set({}), set({ id: 'b', terms: ['CAT'] })]), /new term, got CAT of a/],
    ['a term twice', withSets([set({ terms: ['co-ed', 'co ed'] })]), /new term, got co ed of a/],
    ['a term without letters', withSets([set({ terms: ['—'] })]), /letters or numbers/],
    ['an exclude without a term', withSets([set({ exclude: ['dog food'] })]), /a term inside an exclude/],
    ['an exclude that is a term', withSets([set({ exclude: ['Cat'] })]), /longer than its term/],
    ['an exclude twice', withSets([set({ exclude: ['cat food', 'cat-food'] })]), /new exclude/],
  ])('refuses %s', async (_, content, message) => {
    const loaded = loadLexicon(await file(content))
    await expect(loaded).rejects.toThrow(RunError)
    await expect(loaded).rejects.toThrow(message)
  })

  it('refuses a file that is not UTF-8, and one that is not there', async () => {
    await expect(loadLexicon(await file(Buffer.from([0x22, 0xff, 0x22])))).rejects.toThrow(/not UTF-8/)
    await expect(loadLexicon(join(folder, 'none.json'))).rejects.toThrow(/Expected a lexicon in/)
  })

  it('takes an exclude that goes on in the last word of a prefix', async () => {
    const prefix = set({ terms: ['lehr'], exclude: ['lehrgeld'], match: 'prefix' })
    await expect(loadLexicon(await file(withSets([prefix])))).resolves.toBeDefined()
  })
})

describe('sharedIdProblems', () => {
  it('lets lexicons of two languages share a set id, and not two of one', async () => {
    const { lexicon } = await loadLexicon(await file(JSON.stringify(GOOD)))
    const german = { ...lexicon, id: 'pets.de', lang: 'de' }
    const other = { ...lexicon, id: 'animals.en', axis: 'animals' }
    expect(sharedIdProblems([lexicon, german])).toEqual([])
    expect(sharedIdProblems([lexicon, other])).toEqual([
      'animals.en: Expected a set id of its own in en, got pets.en.cat of pets.en',
    ])
  })
})
