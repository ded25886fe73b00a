import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Bucket, type BucketFit, bucketName } from './bucket.js'
import { type BucketSpec, openBuckets, type Placement, place } from './choose-bucket.js'
import { kohyaBuckets } from './kohya-buckets.js'
import { nearestBucket } from './nearest-bucket.js'
import { sdxlBuckets } from './sdxl-buckets.js'
import { shrinkToSteps } from './shrink-to-steps.js'
import { testSizes } from './test-sizes.js'

/** What kohya's own functions answered: test/python/bucket_goldens.py tells how the files are made and read. */
const lines = (name: string) =>
  readFileSync(new URL(`./goldens/${name}.csv`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
const sizes = testSizes(10_000)
const block = 40

const half = { area: 512 * 512, min: 256, max: 1024, step: 64 }
const full = { area: 1024 * 1024, min: 256, max: 2048, step: 64 }

test.each(lines('lists').slice(2))('list %s', (line) => {
  const [area, min, max, step, names] = line.split(',')
  const spec = { area: Number(area), min: Number(min), max: Number(max), step: Number(step) }
  expect(kohyaBuckets(spec).map(bucketName)).toEqual(names?.split(' '))
})

interface Setting {
  readonly name: string
  readonly spec: BucketSpec
  /** Without the rule that nothing is enlarged, which kohya has not. */
  readonly fit: (width: number, height: number) => BucketFit | null
}

const settings: readonly Setting[] = [
  { name: 'area-512', spec: { kind: 'kohya', ...half }, fit: nearest(kohyaBuckets(half)) },
  { name: 'area-1024', spec: { kind: 'kohya', ...full }, fit: nearest(kohyaBuckets(full)) },
  { name: 'sdxl', spec: { kind: 'sdxl' }, fit: nearest(sdxlBuckets) },
  {
    name: 'no-upscale-1024',
    spec: { kind: 'kohya', ...full, no_upscale: true },
    fit: (width, height) => shrinkToSteps(full.area, full.step, width, height),
  },
]

test.each(settings)('$name: 0 of 10,000 sizes differ from kohya', ({ name, fit }) => {
  const [, counts, , ...blocks] = lines(name)
  const rows = sizes.map((size) => {
    const found = fit(size.width, size.height)
    return { size, placement: found && place(found, size.width, size.height) }
  })
  const differences = blocks.flatMap((line, n) => {
    const mine = rows.slice(n * block, (n + 1) * block)
    const [digest, ...theirs] = line.split(',')
    const example = mine[n % block]
    const shown = example === undefined ? [] : numbers(example)
    const same = digest === digestOf(mine) && String(theirs.map(readCell)) === String(shown)
    return same
      ? []
      : [{ sizes: `${n * block} to ${(n + 1) * block - 1}`, theirs: `${theirs}`, ours: `${shown}` }]
  })
  expect(differences).toEqual([])
  expect(blocks.length * block).toBe(sizes.length)
  const none = rows.filter(({ placement }) => placement === null).length
  const enlarged = rows.filter(isEnlarged).length
  expect(counts).toBe(`# 10000 sizes, 40 a digest; none ${none}, enlarged ${enlarged}`)
})

test.each(settings)('$name: openBuckets says the same, and null where kohya enlarges', ({ spec, fit }) => {
  const choose = openBuckets(spec)
  const wrong = sizes.filter(({ width, height }) => {
    const found = fit(width, height)
    const placement = found && place(found, width, height)
    const expected = isEnlarged({ size: { width, height }, placement }) ? null : placement
    return JSON.stringify(choose(width, height)) !== JSON.stringify(expected)
  })
  expect(wrong).toEqual([])
})

interface Row {
  readonly size: Bucket
  readonly placement: Placement | null
}

function nearest(buckets: readonly Bucket[]): Setting['fit'] {
  return (width, height) => nearestBucket(buckets, width, height)
}

function isEnlarged({ size, placement }: Row): boolean {
  if (placement === null) return false
  return placement.resized.width > size.width || placement.resized.height > size.height
}

function whole({ size, placement }: Row): readonly (number | 'none')[] {
  const { width, height } = size
  if (placement === null) return [width, height, 'none']
  const { bucket, resized, crop } = placement
  return [width, height, bucket.width, bucket.height, resized.width, resized.height, crop.left, crop.top]
}

function numbers(row: Row): readonly (number | 'none')[] {
  return [...whole(row), ...(row.placement?.cropLtrb ?? [])]
}

function readCell(cell: string): number | 'none' {
  return cell === 'none' ? cell : Number(cell)
}

function digestOf(rows: readonly Row[]): string {
  const text = rows.map((row) => {
    if (row.placement === null) return whole(row).join(',')
    const floats = Buffer.alloc(32)
    row.placement.cropLtrb.forEach((edge, i) => {
      floats.writeDoubleBE(edge, i * 8)
    })
    return [...whole(row), floats.toString('hex')].join(',')
  })
  return createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 8)
}
