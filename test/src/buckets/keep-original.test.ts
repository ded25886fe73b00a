import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { writeBucketRecipes } from './bucket-recipe.js'
import { type PackedSample, packedSamples } from './packed-samples.js'

const at = tempFolder()

const run = async (recipe: string, out: string, ...sets: readonly string[]): Promise<void> => {
  const args = sets.flatMap((set) => ['--set', set])
  const { code, stderr } = await runCli(['run', recipe, '--out', out, '--quiet', ...args])
  expect(code, stderr).toBe(0)
}
const byKey = async (out: string): Promise<ReadonlyMap<string, PackedSample>> =>
  new Map([...(await packedSamples(out)).values()].flat().map((sample) => [sample.key, sample]))

describe('fetch.keep_original', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    const { keep_ratio, bucket } = await writeBucketRecipes(at())
    // Smaller than most buckets: without the originals these would be too small, or cut a second time.
    await run(keep_ratio, at('kept'), 'fetch.keep_original=true', 'fetch.resize.max_area=9000')
    await run(bucket, at('bucket'))
  }, 120_000)

  it('stores the bytes as they came', async () => {
    const rows = await query(
      `SELECT "key", sha256, original_offset, original_size FROM '${at('kept')}/fetched/*.parquet' WHERE status = 'success'`,
    )
    expect(rows.length).toBeGreaterThan(20)
    for (const { key, sha256, original_offset, original_size } of rows) {
      const tar = await readFile(at('kept', 'originals', `${String(key).slice(0, -4)}.tar`))
      const from = Number(original_offset)
      const bytes = tar.subarray(from, from + Number(original_size))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
  })

  it('lets pack cut buckets as fetch does from the web: the same bytes, encoded once', async () => {
    const [kept, bucket] = await Promise.all([byKey(at('kept')), byKey(at('bucket'))])
    expect([...kept.keys()].sort()).toEqual([...bucket.keys()].sort())
    const again = [...kept.values()].filter(({ generation }) => generation === 1)
    expect(again.length).toBeGreaterThan(10)
    for (const sample of again) {
      const other = bucket.get(sample.key)
      expect(sample.jpeg.equals(other?.jpeg ?? Buffer.alloc(0)), sample.key).toBe(true)
      expect(sample).toMatchObject({ bucket: other?.bucket, generation: other?.generation })
    }
    expect([...kept.values()].filter(({ generation }) => generation === 2)).toEqual([])
  })

  it('keeps none unless asked', async () => {
    expect(await readdir(at('bucket'))).not.toContain('originals')
  })
})
