import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { packPicture } from './pack-picture.js'

const stored = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#888' } })
  .jpeg()
  .toBuffer()
const source = {
  readPicture: async () => stored,
  cut: () => Promise.reject(new Error('nothing to cut')),
}
const row = (width: number, height: number) => ({
  key: '000000001',
  width,
  height,
  tar_offset: 0n,
  tar_size: BigInt(stored.length),
  original_offset: null,
  original_size: null,
  bucket_width: width,
  bucket_height: height,
  resized_width: width,
  resized_height: height,
  crop_x: 0,
  crop_y: 0,
})

describe('packPicture', () => {
  it('copies what has the size of its bucket', async () => {
    expect(await packPicture(row(64, 48), source)).toEqual({
      jpeg: stored,
      width: 64,
      height: 48,
      cutFrom: null,
    })
  })

  it('refuses to copy what is of another size than its row says', async () => {
    await expect(packPicture(row(64, 64), source)).rejects.toThrow(
      'Expected a stored JPEG of 64x64 px for 000000001, got 64x48',
    )
  })
})
