import { describe, expect, test } from 'vitest'
import { type ResizeMode, resizeModes } from '../resize/resize-options.js'
import { plannedSize } from '../resize/resize-plan.js'
import { defaultPictureLimits, type PictureLimits, type ResizeLimits } from './picture-limits.js'
import { isIdentity, planStored } from './stored-plan.js'

const limits = (resize: Partial<ResizeLimits> = {}, more: Partial<PictureLimits> = {}): PictureLimits => ({
  ...defaultPictureLimits,
  ...more,
  resize: { ...defaultPictureLimits.resize, ...resize },
})

function sizeOf(width: number, height: number, of: PictureLimits): readonly number[] | null {
  const plan = planStored({ width, height }, of)
  if (plan === null) return null
  const size = plannedSize(plan)
  return [size.width, size.height]
}

/** Sizes of img2dataset 1.47.0, from resize/goldens. */
test.each([
  ['keep_ratio', 640, 480, [341, 256]],
  ['keep_ratio', 480, 640, [256, 341]],
  ['keep_ratio_largest', 640, 480, [256, 192]],
  ['center_crop', 640, 480, [256, 256]],
  ['border', 640, 480, [256, 256]],
  ['no', 640, 480, [640, 480]],
  ['keep_ratio', 100, 50, [100, 50]],
  ['keep_ratio_largest', 100, 50, [100, 50]],
  ['center_crop', 100, 50, [100, 50]],
  ['border', 100, 50, [256, 256]],
] as const)('%s of %i x %i by 256', (mode, width, height, size) => {
  expect(sizeOf(width, height, limits({ mode, imageSize: 256 }))).toEqual(size)
})

test.each([
  ['keep_ratio', [512, 256]],
  ['keep_ratio_largest', [256, 128]],
  ['center_crop', [256, 256]],
  ['border', [256, 256]],
] as const)('%s of 100 x 50 by 256, upscaled', (mode, size) => {
  expect(sizeOf(100, 50, limits({ mode, imageSize: 256, upscale: true }))).toEqual(size)
})

describe('the area', () => {
  const maxArea = 10_000

  test.each([
    ['keep_ratio', undefined, [141, 70]],
    ['keep_ratio', 90, [141, 70]],
    ['keep_ratio', 50, [100, 50]],
    ['keep_ratio_largest', 180, [141, 70]],
    ['keep_ratio_largest', 90, [90, 45]],
    ['center_crop', 120, [120, 120]],
    ['center_crop', 250, [141, 70]],
    ['border', 250, [250, 250]],
    ['no', undefined, [400, 200]],
  ] as const)('%s by %s of 400 x 200', (mode, imageSize, size) => {
    expect(sizeOf(400, 200, limits({ mode, imageSize }, { maxArea }))).toEqual(size)
  })

  test('is not exceeded by a thin picture that grows either', () => {
    expect(sizeOf(4000, 1, limits({ mode: 'keep_ratio', imageSize: 256, upscale: true }))).toEqual([
      64_763, 16,
    ])
  })
})

describe('longer than a JPEG', () => {
  test.each([
    ...resizeModes.flatMap((mode): [ResizeMode, number | undefined][] =>
      mode === 'border' || mode === 'keep_ratio_largest' ? [] : [[mode, 256]],
    ),
    ['keep_ratio', undefined] as const,
    ['no', undefined] as const,
  ])('%s by %s: 70,000 x 10 is refused', (mode, imageSize) => {
    expect(planStored({ width: 70_000, height: 10 }, limits({ mode, imageSize }))).toBe(null)
    expect(planStored({ width: 10, height: 65_500 }, limits({ mode, imageSize }))).not.toBe(null)
  })

  test('is no matter where the mode shortens the side', () => {
    expect(sizeOf(70_000, 10, limits({ mode: 'keep_ratio_largest', imageSize: 256 }))).toEqual([256, 1])
    expect(sizeOf(70_000, 10, limits({ mode: 'border', imageSize: 256 }))).toEqual([256, 256])
    expect(sizeOf(100_000, 300, limits({ mode: 'keep_ratio', imageSize: 256 }))).toEqual([18_695, 56])
    expect(sizeOf(100_000, 300, limits())).toEqual([18_695, 56])
  })

  test('counts as well if the area alone makes it no shorter', () => {
    expect(planStored({ width: 2_000_000, height: 2 }, limits())).toBe(null)
  })
})

test('what keeps its size and gets no border stays as it is', () => {
  const same = (mode: ResizeMode, size: number, width: number, height: number) => {
    const plan = planStored({ width, height }, limits({ mode, imageSize: size }))
    return plan !== null && isIdentity(plan, { width, height })
  }
  expect(same('border', 256, 256, 256)).toBe(true)
  expect(same('border', 256, 256, 200)).toBe(false)
  expect(same('center_crop', 256, 256, 256)).toBe(true)
  expect(same('center_crop', 256, 300, 256)).toBe(false)
  expect(same('keep_ratio', 256, 300, 256)).toBe(true)
  expect(same('no', 256, 3000, 2560)).toBe(true)
})
