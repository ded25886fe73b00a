import { expect, test } from 'vitest'
import { decodeCost, type PictureHeader } from './memory-cost.js'
import { defaultPictureLimits } from './picture-limits.js'

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
