import { describe, expect, it } from 'vitest'
import { openBuckets } from '../buckets/choose-bucket.js'
import { testSizes } from '../buckets/test-sizes.js'
import type { BucketWish } from './place-samples.js'
import { sample, select } from './test-select.js'

const spec = { kind: 'kohya', area: 65_536, min: 128, max: 512, step: 64 } as const
const stored: BucketWish = { spec, of: 'stored' }
const sized = (index: number, width: number, height: number, original = { width, height }) =>
  sample(index, { width, height, original_width: original.width, original_height: original.height })

describe('buckets in a selection', () => {
  it('gives each sample what openBuckets says of its stored size, and drops what is too small', async () => {
    const choose = openBuckets(spec)
    const rows = testSizes(500).map(({ width, height }, i) =>
      sized(i, Math.max(1, width >> 2), Math.max(1, height >> 2)),
    )
    const { selection, ledger, counts } = await select(rows, { buckets: stored, shardSize: 7 })
    const kept = new Map(selection.map((row) => [row.key, row]))
    for (const [i, row] of rows.entries()) {
      const placement = choose(row.width ?? 0, row.height ?? 0)
      const chosen = kept.get(row.key)
      expect(chosen === undefined).toBe(placement === null)
      expect(ledger[i]?.reason ?? null).toBe(placement === null ? 'bucket_too_small' : null)
      if (placement === null || chosen === undefined) continue
      expect(chosen).toMatchObject({
        bucket: `${placement.bucket.width}x${placement.bucket.height}`,
        bucket_width: placement.bucket.width,
        bucket_height: placement.bucket.height,
        resized_width: placement.resized.width,
        resized_height: placement.resized.height,
        crop_x: placement.crop.left,
        crop_y: placement.crop.top,
      })
    }
    expect(kept.size).toBeGreaterThan(100)
    expect(counts.dropped['bucket_too_small']).toBe(500 - kept.size)
  })

  it('makes shards of one bucket each, one of them not full, shuffled inside', async () => {
    const shapes = [
      [256, 256],
      [512, 128],
      [192, 320],
    ] as const
    const rows = Array.from({ length: 100 }, (_, i) => {
      const [width, height] = shapes[i % 3] ?? [256, 256]
      return sized(i, width, height)
    })
    const { selection, shards } = await select(rows, { buckets: stored, shardSize: 8 })
    expect(shards).toEqual(
      [
        ['192x320', 33],
        ['256x256', 34],
        ['512x128', 33],
      ].flatMap(([bucket, n]) =>
        Array.from({ length: 5 }, (_, i) => ({ bucket, samples: Math.min(8, (n as number) - 8 * i) })),
      ),
    )
    for (const [shard, { bucket, samples }] of shards.entries()) {
      const rows = selection.filter((row) => row.dataset_shard === shard)
      expect(new Set(rows.map((row) => row.bucket))).toEqual(new Set([bucket]))
      expect(rows.map((row) => row.dataset_index).sort((x, y) => x - y)).toEqual(
        Array.from({ length: samples }, (_, i) => i),
      )
    }
    const order = selection
      .filter(({ bucket }) => bucket === '256x256')
      .sort((x, y) => x.dataset_shard - y.dataset_shard || x.dataset_index - y.dataset_index)
      .map(({ key }) => key)
    expect(order).not.toEqual([...order].sort())
  })

  it('goes by the original where fetch cut the picture already', async () => {
    const original = { width: 1000, height: 1700 }
    const { selection } = await select([sized(1, 192, 320, original)], {
      buckets: { spec, of: 'original' },
    })
    const placement = openBuckets(spec)(1000, 1700)
    expect(selection[0]).toMatchObject({ bucket: '192x320', resized_width: placement?.resized.width })
  })

  it('says of how many only the stored copy was too small', async () => {
    const rows = [sized(1, 255, 255, { width: 2000, height: 2000 }), sized(2, 255, 255), sized(3, 256, 256)]
    const { shrunkTooSmall, counts, ledger } = await select(rows, { buckets: stored })
    expect([shrunkTooSmall, counts.kept]).toEqual([1, 1])
    expect(ledger[0]?.verdicts).toEqual([
      { filter: 'select.bucket: kohya 65536', score: null, value: '255x255', pass: false },
    ])
  })

  it('leaves pictures as they are without buckets', async () => {
    const { selection } = await select([sized(1, 31, 7)])
    expect(selection[0]).toMatchObject({
      bucket: 'none',
      bucket_width: null,
      resized_width: 31,
      resized_height: 7,
      crop_x: 0,
    })
  })
})
