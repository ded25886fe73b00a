import { readFile } from 'node:fs/promises'
import { openBuckets } from '@warc2dataset/stages/buckets/choose-bucket'
import { psnr } from '@warc2dataset/stages/latents/psnr'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type ResizeMode, SMALL_BUCKETS, writeBucketRecipes } from './bucket-recipe.js'
import { type PackedSample, packedSamples } from './packed-samples.js'

const at = tempFolder()
const shards = new Map<ResizeMode, ReadonlyMap<string, readonly PackedSample[]>>()
const samplesOf = (mode: ResizeMode): readonly PackedSample[] =>
  [...(shards.get(mode)?.values() ?? [])].flat()

beforeAll(async () => {
  const recipes = await writeBucketRecipes(at())
  for (const mode of ['keep_ratio', 'bucket'] as const) {
    const { code, stderr } = await runCli(['run', recipes[mode], '--out', at(mode), '--quiet'])
    expect(code, stderr).toBe(0)
    shards.set(mode, await packedSamples(at(mode)))
  }
}, 60_000)

describe.each(['keep_ratio', 'bucket'] as const)(
  'a dataset in buckets, with fetch.resize.mode %s',
  (mode) => {
    it('has pictures of exactly the size of their row, their bucket and their shard', () => {
      const found = shards.get(mode) ?? new Map<string, readonly PackedSample[]>()
      expect(samplesOf(mode).length).toBeGreaterThan(20)
      expect(new Set(samplesOf(mode).map(({ bucket }) => bucket)).size).toBeGreaterThan(2)
      for (const [shard, samples] of found) {
        const names = new Set<string>()
        for (const row of samples) {
          const { width, height } = row.real
          expect([row.stored_width, row.stored_height], row.key).toEqual([width, height])
          expect([row.bucket_width, row.bucket_height, row.bucket], row.key).toEqual([
            width,
            height,
            `${width}x${height}`,
          ])
          expect([width % 8, height % 8, width * height <= SMALL_BUCKETS.area]).toEqual([0, 0, true])
          names.add(row.bucket)
        }
        expect([...names], shard).toHaveLength(1)
      }
    })

    it('cuts the centre of a picture that covers the bucket and was not enlarged', () => {
      const choose = openBuckets(SMALL_BUCKETS)
      for (const row of samplesOf(mode)) {
        const from =
          mode === 'bucket'
            ? ([row.original_width, row.original_height] as const)
            : ([row.fetched_width, row.fetched_height] as const)
        expect(choose(...from), row.key).toMatchObject({
          bucket: { width: row.bucket_width, height: row.bucket_height },
          resized: { width: row.resized_width, height: row.resized_height },
          crop: { left: row.crop_x, top: row.crop_y },
        })
        const [spareX, spareY] = [
          row.resized_width - row.bucket_width,
          row.resized_height - row.bucket_height,
        ]
        expect(Math.min(spareX, spareY)).toBe(0)
        expect([row.crop_x, row.crop_y]).toEqual([Math.floor(spareX / 2), Math.floor(spareY / 2)])
        expect(row.resized_width).toBeLessThanOrEqual(row.original_width)
      }
    })

    it('lists its buckets with their shards and samples', async () => {
      const list = JSON.parse(await readFile(at(mode, 'dataset/buckets.json'), 'utf8'))
      expect(list).toMatchObject(SMALL_BUCKETS)
      const told = (list.buckets as readonly ListedBucket[]).flatMap((each) => {
        expect([each.bucket, each.samples]).toEqual([
          `${each.width}x${each.height}`,
          each.shards.reduce((sum, { samples }) => sum + samples, 0),
        ])
        return each.shards.map(({ shard, samples }) => [shard, each.bucket, samples])
      })
      const found = [...(shards.get(mode) ?? [])]
      expect(told).toEqual(found.map(([shard, rows]) => [shard, rows[0]?.bucket, rows.length]))
    })

    it('drops what is too small for its bucket, and nothing else in its place', async () => {
      const [width, height] = mode === 'bucket' ? ['original_width', 'original_height'] : ['width', 'height']
      const rows =
        await query(`SELECT f.${width} AS w, f.${height} AS h, l.reason FROM '${at(mode)}/fetched/*.parquet' f
      JOIN read_parquet('${at(mode)}/selections/*/ledger.parquet') l USING (candidate_id)
      WHERE f.status = 'success' AND f.shadow_reason IS NULL AND coalesce(l.reason, '') <> 'select_where'`)
      const choose = openBuckets(SMALL_BUCKETS)
      const small = rows.filter((row) => choose(Number(row['w']), Number(row['h'])) === null)
      expect(small.length).toBeGreaterThan(0)
      expect(rows.filter((row) => row['reason'] === 'bucket_too_small')).toEqual(small)
    })
  },
)

interface ListedBucket {
  readonly bucket: string
  readonly width: number
  readonly height: number
  readonly samples: number
  readonly shards: readonly { readonly shard: string; readonly samples: number }[]
}

describe('pack', () => {
  const accounts = async (mode: ResizeMode) =>
    (await commitsOf(at(mode), 'pack')).flatMap(({ unit, account }) => (unit === 'buckets' ? [] : [account]))
  const total = async (mode: ResizeMode, name: 'copied' | 'cut') =>
    (await accounts(mode)).reduce((sum, account) => sum + Number(account[name]), 0)

  it('only copies what fetch cut', async () => {
    expect(samplesOf('bucket').map(({ generation }) => generation)).not.toContain(2)
    expect([await total('bucket', 'cut'), await total('bucket', 'copied')]).toEqual([
      0,
      samplesOf('bucket').length,
    ])
  })

  it('cuts what fetch kept in its shape, unless it has the size already', async () => {
    const samples = samplesOf('keep_ratio')
    const cut = samples.filter((row) => row.generation === 2)
    expect(cut.length).toBeGreaterThan(10)
    expect([await total('keep_ratio', 'cut'), await total('keep_ratio', 'copied')]).toEqual([
      cut.length,
      samples.length - cut.length,
    ])
    for (const row of samples) {
      const isWhole = row.fetched_width === row.bucket_width && row.fetched_height === row.bucket_height
      expect(row.generation === 2, row.key).toBe(!isWhole)
    }
    expect(new Set(cut.map(({ real }) => real.channels))).toEqual(new Set([3]))
  })

  it('gives the pixels of the stored picture, scaled and cut', async () => {
    const cut = samplesOf('keep_ratio').filter((row) => row.generation === 2)
    for (const row of cut.slice(0, 12)) {
      const shard = row.key.slice(0, -4)
      const [place] = await query(
        `SELECT tar_offset, tar_size FROM '${at('keep_ratio')}/fetched/${shard}.parquet' WHERE "key" = '${row.key}'`,
      )
      const from = Number(place?.['tar_offset'])
      const tar = await readFile(at('keep_ratio', `fetched/${shard}.tar`))
      const ideal = sharp(tar.subarray(from, from + Number(place?.['tar_size'])))
        .resize(row.resized_width, row.resized_height, { fit: 'fill', fastShrinkOnLoad: false })
        .extract({ left: row.crop_x, top: row.crop_y, width: row.bucket_width, height: row.bucket_height })
        .toColourspace('srgb')
      expect(psnr(await sharp(row.jpeg).raw().toBuffer(), await ideal.raw().toBuffer())).toBeGreaterThan(36)
    }
  })
})
