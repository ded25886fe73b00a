import type { BucketSpec } from '@warc2dataset/stages/buckets/choose-bucket'
import { realPhotographs } from '../latents/real-photographs.js'
import { SHARED } from '../place.js'
import { type ComparedCut, compareCuts } from './compare-cuts.js'
import { largeWindows, type Original } from './recut-originals.js'

/**
 * `node test/dist/buckets/recut-psnr-main.js`: prints what it costs to cut a stored picture again (generation 2) instead
 * of the original, as PSNR, on windows of the large photographs beside the repository, and for small buckets on all.
 */
const MEGA = 1024 * 1024
const kohya = (area: number, max: number): BucketSpec => ({ kind: 'kohya', area, min: 256, max, step: 64 })

const large = await largeWindows(SHARED, [1100, 2000], 12)
const middle = await largeWindows(SHARED, [640, 1400], 12)
const whole = await realPhotographs(SHARED)

const rows: readonly (readonly [string, BucketSpec, number, string, readonly Original[]])[] = [
  ['kohya 1024²', kohya(MEGA, 2048), MEGA, 'windows of 1100-2000 px', large],
  ['kohya 1024²', kohya(MEGA, 2048), 2 * MEGA, 'windows of 1100-2000 px', large],
  ['sdxl', { kind: 'sdxl' }, MEGA, 'windows of 1100-2000 px', large],
  ['sdxl', { kind: 'sdxl' }, 2 * MEGA, 'windows of 1100-2000 px', large],
  ['kohya 512²', kohya(MEGA / 4, 1024), MEGA, 'windows of 640-1400 px', middle],
  [
    'kohya 256²',
    { kind: 'kohya', area: MEGA / 16, min: 128, max: 512, step: 64 },
    MEGA,
    'photographs, whole',
    whole,
  ],
]

process.stdout.write(`| buckets | fetch.resize.max_area | pictures | compared | too small | shrunk too small | other bucket | twice : once, dB | twice : ideal, dB | once : ideal, dB | loss, dB | moved | twice : once if not moved, dB |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
`)
for (const [name, buckets, maxArea, pictures, originals] of rows) {
  const { compared, small, shrunk, other } = await compareCuts(originals, buckets, maxArea)
  const cells = [
    name,
    maxArea,
    `${originals.length} ${pictures}`,
    compared.length,
    small,
    shrunk,
    other,
    ...(['twiceToOnce', 'twiceToIdeal', 'onceToIdeal'] as const).map((of) =>
      spread(compared.map((each) => each[of])),
    ),
    spread(compared.map(lossOf)),
    compared.filter(({ isMoved }) => isMoved).length,
    spread(compared.filter(({ isMoved }) => !isMoved).map(({ twiceToOnce }) => twiceToOnce)),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
process.stdout.write(
  'Median (least, most) over the pictures. loss: what cutting twice is further from the ideal. moved: by rounding, the stored picture is scaled to a size that differs by a pixel, or cut a pixel beside.\n',
)

function lossOf({ onceToIdeal, twiceToIdeal }: ComparedCut): number {
  return onceToIdeal - twiceToIdeal
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return '-'
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number): string => (sorted[index] ?? Number.NaN).toFixed(1)
  return `${at(Math.floor(sorted.length / 2))} (${at(0)}, ${at(sorted.length - 1)})`
}
