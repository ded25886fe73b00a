import { beforeAll, describe, expect, it } from 'vitest'
import { type CliResult, runCli, TRACE } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { compareSnapshots, type Snapshot, takeSnapshot } from '../crash/snapshot.js'
import { type ResizeMode, writeBucketRecipes } from './bucket-recipe.js'

const at = tempFolder()
let recipes: Readonly<Record<ResizeMode, string>>

const again = (mode: ResizeMode, ...sets: readonly string[]): Promise<CliResult> =>
  runCli(['run', recipes[mode], '--out', at(mode), '--quiet', ...sets.flatMap((set) => ['--set', set])])

beforeAll(async () => {
  recipes = await writeBucketRecipes(at())
  for (const mode of ['keep_ratio', 'bucket'] as const) {
    const { code, stderr } = await again(mode)
    expect(code, stderr).toBe(0)
  }
}, 60_000)

async function expectRefused(
  before: Snapshot,
  out: string,
  result: CliResult,
  message: string,
): Promise<void> {
  expect(result.stderr).toContain(message)
  expect(result.stderr).not.toMatch(TRACE)
  expect(result.code).toBe(4)
  expect(compareSnapshots(before, await takeSnapshot(out))).toEqual([])
}

describe('another bucket for a run', () => {
  it.each([
    ['select.bucket.area=4096', 'phase fetch, select.bucket.area: the run has 16384, the recipe says 4096'],
    ['select.bucket.step=16', 'phase fetch, select.bucket.step: the run has 8, the recipe says 16'],
  ])('whose fetch cut to buckets is refused: %s', async (set, message) => {
    const before = await takeSnapshot(at('bucket'))
    await expectRefused(before, at('bucket'), await again('bucket', set), message)
    await expectRefused(
      before,
      at('bucket'),
      await runCli(['pack', at('bucket'), '--out', at('other'), '--set', set]),
      message,
    )
  })

  it('that has pictures in their shape, if fetch is to cut them, is refused', async () => {
    const message = 'phase fetch, fetch.resize.mode: the run has "keep_ratio", the recipe says "bucket"'
    const before = await takeSnapshot(at('keep_ratio'))
    const result = await again('keep_ratio', 'fetch.resize.mode=bucket')
    await expectRefused(before, at('keep_ratio'), result, message)
  })

  it('that has pictures in their shape is packed from those, and the same again', async () => {
    const set = ['--set', 'select.bucket={kind: kohya, area: 4096, min: 32, max: 128, step: 8}']
    const trees: ReadonlyMap<string, string>[] = []
    for (const name of ['small', 'small-again']) {
      const { code, stderr } = await runCli(['pack', at('keep_ratio'), '--out', at(name), ...set])
      expect(code, stderr).toBe(0)
      trees.push((await takeSnapshot(at(name, 'dataset'))).files)
    }
    expect(trees[0]?.size).toBeGreaterThan(4)
    expect(trees[1]).toEqual(trees[0])
  })
})
