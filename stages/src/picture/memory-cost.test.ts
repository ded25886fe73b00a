import { expect, test } from 'vitest'
import { noPadding } from '../resize/resize-plan.js'
import { decodeCost, type PictureHeader, storeCost } from './memory-cost.js'
import { defaultPictureLimits, type ResizeLimits } from './picture-limits.js'
import { planStored } from './stored-plan.js'

const plain: PictureHeader = {
  format: 'jpeg',
  pixels: 40e6,
  channels: 3,
  bytesPerSample: 1,
  progressive: false,
  hasAlpha: false,
  turned: false,
  frames: 1,
}

test.each<[string, Partial<PictureHeader>, boolean]>([
  ['jpeg', {}, true],
  ['progressive jpeg, turned', { progressive: true, turned: true }, true],
  ['webp with alpha', { format: 'webp', hasAlpha: true, channels: 4 }, true],
  ['gif', { format: 'gif', channels: 4, frames: 100 }, true],
  ['interlaced RGBA16 png', { format: 'png', channels: 4, bytesPerSample: 2, progressive: true }, true],
  ['avif', { format: 'avif' }, true],
  ['avif with alpha', { format: 'avif', hasAlpha: true, channels: 4 }, true],
  [
    'the same, turned',
    { format: 'png', channels: 4, bytesPerSample: 2, progressive: true, turned: true },
    false,
  ],
])('the largest %s: admitted by default?', (_, header, fits) => {
  expect(decodeCost({ ...plain, ...header }, 2 ** 20) <= defaultPictureLimits.memoryBytes).toBe(fits)
})

const asIs: ResizeLimits = { mode: 'no', imageSize: undefined, upscale: false }

/**
 * Lowest `ulimit -d`, MiB, under which a child stores noise of that size (Linux x64, Node 20.20, sharp 0.35.5, bytes of
 * the file in MiB).
 */
test.each<[string, number, number, Partial<PictureHeader>, number, ResizeLimits, number]>([
  ['no', 3000, 3000, { format: 'png' }, 26, asIs, 325],
  ['no', 4472, 4472, { format: 'png' }, 57, asIs, 599],
  ['no', 3000, 3000, { format: 'png', channels: 4, hasAlpha: true }, 34, asIs, 362],
  ['no', 3000, 3000, { format: 'webp' }, 6, asIs, 284],
  ['no', 3000, 3000, { format: 'jpeg' }, 7, asIs, 160],
  ['border', 300, 300, { format: 'png' }, 0, { mode: 'border', imageSize: 3000, upscale: true }, 290],
  ['border', 300, 300, { format: 'png' }, 0, { mode: 'border', imageSize: 3000, upscale: false }, 254],
  ['crop', 90, 10, { format: 'png' }, 0, { mode: 'center_crop', imageSize: 1000, upscale: true }, 125],
])('%s of %i x %i is not thought cheaper than it is', (_, width, height, header, fileMib, resize, needs) => {
  const plan = planStored({ width, height }, { resize, maxArea: 1024 * 1024 })
  if (plan === null) throw new Error('Expected a plan, got none')
  const whole = { ...plain, pixels: width * height, ...header }
  expect(storeCost(whole, fileMib * 2 ** 20, plan) / 2 ** 20).toBeGreaterThan(needs)
})

test('a stored picture of a megapixel costs no more than its decoding, a whole one of 40 does', () => {
  const small = { width: 1024, height: 1024 }
  const whole = { width: 8000, height: 5000 }
  const planOf = (size: typeof small) =>
    ({ ok: true, resized: size, crop: { left: 0, top: 0, ...size }, padding: noPadding }) as const
  const avif: PictureHeader = { ...plain, format: 'avif' }
  expect(storeCost(avif, 2 ** 20, planOf(small)) - decodeCost(avif, 2 ** 20)).toBeLessThan(8 * 2 ** 20)
  expect(storeCost(plain, 2 ** 20, planOf(small)) - decodeCost(plain, 2 ** 20)).toBeLessThan(8 * 2 ** 20)
  expect(storeCost(plain, 2 ** 20, planOf(whole))).toBeLessThan(defaultPictureLimits.memoryBytes)
  expect(storeCost(avif, 2 ** 20, planOf(whole))).toBeGreaterThan(defaultPictureLimits.memoryBytes)
})
