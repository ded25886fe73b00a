import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sharedIdProblems } from './lexicon-problems.js'
import { loadLexicon } from './load-lexicon.js'

const FOLDER = fileURLToPath(new URL('../../../configs/lexicons/', import.meta.url))
const files = (await readdir(FOLDER, { recursive: true })).filter((name) => name.endsWith('.json')).sort()

describe('the lexicons that come with the package', () => {
  it.each(files)('%s is sound, and named after its axis and language', async (name) => {
    const { lexicon } = await loadLexicon(`${FOLDER}${name}`)
    expect(name.replaceAll('\\', '/').split('/').at(-1)).toBe(`${lexicon.id}.json`)
  })

  it('are 10 of our own, and countries in 20 languages', async () => {
    expect(files.filter((name) => !name.includes('country'))).toHaveLength(10)
    expect(files.filter((name) => name.includes('country'))).toHaveLength(20)
  })

  it('can be opened together: no set id twice in a language', async () => {
    const loaded = await Promise.all(files.map((name) => loadLexicon(`${FOLDER}${name}`)))
    expect(sharedIdProblems(loaded.map(({ lexicon }) => lexicon))).toEqual([])
  })
})
