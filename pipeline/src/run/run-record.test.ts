import type { PhaseName } from '@warc2dataset/schemas'
import { beforeEach, describe, expect, it } from 'vitest'
import { type PhaseTable, phases } from '../phases/index.js'
import { openMemory } from '../storage/memory.js'
import type { Storage } from '../storage/storage.js'
import { parseRecipe } from './load-recipe.js'
import { mustReadRun, openRunRecord, readRunRecord } from './run-record.js'

const archives = [
  { name: 'a.warc.gz', path: '/crawl/a.warc.gz' },
  { name: 'b.warc.gz', path: '/crawl/b.warc.gz' },
]
const recipeOf = (changes: object = {}) => parseRecipe({ source: { files: ['*.warc.gz'] }, ...changes })

let storage: Storage
beforeEach(async () => {
  storage = openMemory()
  await openRunRecord(storage, { recipe: recipeOf(), archives, parent: null }, phases)
})

/** The lines of the refusal, or null if the run may go on. */
async function refusal(
  changes: object,
  others: Partial<{ archives: typeof archives; table: PhaseTable }> = {},
): Promise<readonly string[] | null> {
  const record = { recipe: recipeOf(changes), archives: others.archives ?? archives, parent: null }
  try {
    await openRunRecord(storage, record, others.table ?? phases)
    return null
  } catch (error) {
    expect(error).toMatchObject({ name: 'RunError', exitCode: 4 })
    return (error as Error).message.split('\n').slice(1)
  }
}

const withVersion = (phase: PhaseName): PhaseTable => ({
  ...phases,
  [phase]: { ...phases[phase], stages: [{ name: 'new', version: 2 }] },
})

describe('openRunRecord', () => {
  it('creates run.json once and lets the same recipe go on', async () => {
    const before = await storage.get('run.json')
    expect(await refusal({})).toBeNull()
    expect(await storage.get('run.json')).toEqual(before)
  })

  it.each([
    [
      { extract: { max_images: 7 } },
      ['  phase extract, extract.max_images: the run has 2000, the recipe says 7'],
    ],
    [{ dedup: { max_texts: 2 } }, ['  phase dedup, dedup.max_texts: the run has 4, the recipe says 2']],
    [
      { plan: { where: 'text_length > 3' } },
      ['  phase plan, plan.where: the run has "true", the recipe says "text_length > 3"'],
    ],
    [
      { fetch: { resize: { max_area: 4096 } } },
      ['  phase fetch, fetch.resize.max_area: the run has 1048576, the recipe says 4096'],
    ],
    [{ shadow: 0.5 }, ['  phase extract, shadow: the run has 0.01, the recipe says 0.5']],
  ])('refuses a change of %j with exit 4, and names field and phase once', async (changes, lines) => {
    expect(await refusal(changes)).toEqual(lines)
  })

  it('names every changed field at once', async () => {
    const lines = await refusal({ extract: { max_images: 7, max_page_bytes: 2048 }, fetch: { max_bytes: 9 } })
    expect(lines).toEqual([
      expect.stringContaining('phase extract, extract.max_images: '),
      expect.stringContaining('phase extract, extract.max_page_bytes: '),
      expect.stringContaining('phase fetch, fetch.max_bytes: '),
    ])
  })

  it('lets select change: it costs no archive pass', async () => {
    expect(await refusal({ select: { where: 'width > 99', shard_size: 5 } })).toBeNull()
  })

  it('refuses other archives, and says which', async () => {
    const [first] = await refusal({}, { archives: archives.slice(0, 1) }).then((lines) => lines ?? [])
    expect(first).toContain('phase extract, source.files: the run has ["a.warc.gz","b.warc.gz"]')
    const moved = archives.map(({ name }) => ({ name, path: `/moved/${name}` }))
    expect(await refusal({}, { archives: moved })).toBeNull()
  })

  it.each(['extract', 'plan', 'fetch'] as const)(
    'says so if the stages of %s are of another version',
    async (phase) => {
      expect(await refusal({}, { table: withVersion(phase) })).toEqual(
        expect.arrayContaining([`  phase ${phase}: its stages are of another version of warc2dataset`]),
      )
      expect(await refusal({}, { table: withVersion('select') })).toBeNull()
    },
  )

  it('of 20 who open the same folder at once all go on with one record', async () => {
    const place = openMemory()
    const record = { recipe: recipeOf(), archives, parent: null }
    await Promise.all(Array.from({ length: 20 }, () => openRunRecord(place, record, phases)))
    expect(await place.list('')).toEqual(['run.json'])
  })
})

describe('reading a run', () => {
  it('gives back what the run was started with', async () => {
    expect(await readRunRecord(storage)).toMatchObject({ recipe: recipeOf(), archives, parent: null })
  })

  it('is null for a folder without one; mustReadRun says exit 2', async () => {
    expect(await readRunRecord(openMemory())).toBeNull()
    await expect(mustReadRun(openMemory())).rejects.toMatchObject({ exitCode: 2 })
  })
})
