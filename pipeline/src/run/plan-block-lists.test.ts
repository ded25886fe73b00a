import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fingerprintsOf, phases } from '../phases/index.js'
import { planOptions } from '../phases/plan-options.js'
import { openMemory } from '../storage/memory.js'
import { loadRecipe, parseRecipe } from './load-recipe.js'
import { openRunRecord } from './run-record.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warc2dataset-plan-lists-'))
  await mkdir(join(folder, 'lists'))
  await writeFile(join(folder, 'a.warc.gz'), '')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  await writeFile(join(folder, 'lists', 'one.txt'), 'one.example\n')
  await writeFile(join(folder, 'two.txt'), 'two.example\n')
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const ONE = sha256('one.example\n')

async function load(block_lists: readonly string[]) {
  const path = join(folder, 'recipe.yaml')
  await writeFile(path, JSON.stringify({ source: { files: ['a.warc.gz'] }, plan: { block_lists } }))
  return loadRecipe(path)
}

/** Phases whose fingerprints differ between two recipes that name these lists. */
async function redone(before: readonly string[], after: () => Promise<readonly string[]>): Promise<string[]> {
  const old = fingerprintsOf((await load(before)).recipe)
  const now = fingerprintsOf((await load(await after())).recipe)
  return (['extract', 'dedup', 'plan', 'fetch'] as const).filter((phase) => old[phase] !== now[phase])
}

describe('plan.block_lists', () => {
  it('are found from the folder of the recipe and pinned to what they hold', async () => {
    const { recipe } = await load(['lists/one.txt'])
    const path = join(folder, 'lists', 'one.txt')
    expect(recipe.plan.block_lists).toEqual([`${path}#sha256=${ONE}`])
    expect(planOptions(recipe).blockLists).toEqual([{ path, sha256: ONE }])
  })

  it('redo the plan when one changes, is added or taken away', async () => {
    const both = ['lists/one.txt', 'two.txt']
    const changed = async () => {
      await writeFile(join(folder, 'two.txt'), 'three.example\n')
      return both
    }
    expect(await redone(both, changed)).toEqual(['plan', 'fetch'])
    expect(await redone(both, async () => ['two.txt'])).toEqual(['plan', 'fetch'])
    expect(await redone([], async () => both)).toEqual(['plan', 'fetch'])
  })

  it('are the same in another place and order, and named twice', async () => {
    const moved = async () => {
      await rename(join(folder, 'lists', 'one.txt'), join(folder, 'moved.txt'))
      return ['two.txt', 'moved.txt', 'two.txt']
    }
    expect(await redone(['lists/one.txt', 'two.txt'], moved)).toEqual([])
  })

  it('refuse a run that was planned with others, as every changed field', async () => {
    const storage = openMemory()
    const record = async () => ({ ...(await load(['two.txt'])), parent: null })
    await openRunRecord(storage, await record(), phases)
    await openRunRecord(storage, await record(), phases)
    await writeFile(join(folder, 'two.txt'), 'three.example\n')
    const [before, after] = ['two', 'three'].map((name) => sha256(`${name}.example\n`))
    await expect(openRunRecord(storage, await record(), phases)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(
        `phase plan, plan.block_lists: the run has ["${before}"], the recipe says ["${after}"]`,
      ),
    })
  })

  it('may be pinned by the recipe, and are refused as another file', async () => {
    const pinned = `lists/one.txt#sha256=${ONE}`
    expect((await load([pinned])).recipe.plan.block_lists).toEqual([join(folder, pinned)])
    await writeFile(join(folder, 'lists', 'one.txt'), 'other.example\n')
    await expect(load([pinned])).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(`Expected sha256 ${ONE}`),
    })
  })

  it('that are missing are exit 12, wrong lines exit 4 with file and line', async () => {
    await expect(load(['gone.txt', 'lists/gone.txt'])).rejects.toMatchObject({
      exitCode: 12,
      message: ['gone.txt', 'lists/gone.txt']
        .map((name) => `Expected a readable block list for ${join(folder, name)}, got ENOENT`)
        .join('\n'),
    })
    await writeFile(join(folder, 'two.txt'), 'two.example\n\nnot a domain\n')
    await expect(load(['two.txt'])).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(`${join(folder, 'two.txt')}:3: got "not a domain"`),
    })
  })

  it('that nobody read are another plan, and no plan is made of them', () => {
    const recipe = parseRecipe({ source: { files: ['x'] }, plan: { block_lists: ['two.txt'] } })
    const none = parseRecipe({ source: { files: ['x'] } })
    expect(fingerprintsOf(recipe).plan).not.toBe(fingerprintsOf(none).plan)
    expect(() => planOptions(recipe)).toThrow('Expected plan.block_lists with their sha256')
  })
})

describe('opt_out', () => {
  it('redoes the plan by its directives, whatever their order, and by tdm; robots.txt is none of its business', () => {
    const planOf = (opt_out: object) =>
      fingerprintsOf(parseRecipe({ source: { files: ['x'] }, opt_out })).plan
    const given = planOf({ directives: ['noai', 'none'] })
    expect(planOf({ directives: ['none', 'noai'], robots_txt: false, xmp: false })).toBe(given)
    expect(planOf({ directives: ['noai'] })).not.toBe(given)
    expect(planOf({ directives: ['noai', 'none'], tdm: true })).not.toBe(given)
  })
})
