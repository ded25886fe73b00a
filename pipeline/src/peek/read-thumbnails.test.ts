import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readThumbnails } from './read-thumbnails.js'

const jpeg = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c03020' } })
    .jpeg({ quality: 80 })
    .toBuffer()

describe('readThumbnails', () => {
  it('never hands on bytes as they were stored, small pictures included', async () => {
    const stored = await Promise.all([jpeg(400, 200), jpeg(20, 10), jpeg(2, 1)])
    const sizes = [
      [400, 200],
      [20, 10],
      [2, 1],
    ] as const
    const thumbnails = await readThumbnails(
      stored.map((bytes, at) => {
        const [width, height] = sizes[at] ?? [0, 0]
        return { width, height, read: async () => bytes }
      }),
      100 * 100,
    )
    for (const [at, thumbnail] of thumbnails.entries()) {
      expect(Buffer.isBuffer(thumbnail)).toBe(true)
      expect(Buffer.compare(thumbnail as Buffer, stored[at] ?? Buffer.alloc(0))).not.toBe(0)
      const { width = 0, height = 0 } = await sharp(thumbnail as Buffer).metadata()
      expect(width * height).toBeLessThanOrEqual(100 * 100)
    }
  })

  it('says why there is none, and loses only that one', async () => {
    const good = await jpeg(40, 40)
    const thumbnails = await readThumbnails(
      [
        { width: 40, height: 40, read: async () => Buffer.from('<html>') },
        { width: 40, height: 40, read: async () => good.subarray(0, 30) },
        { width: 1, height: 1, read: async () => good },
        { width: 40, height: 40, read: async () => good },
      ],
      100 * 100,
    )
    expect(thumbnails.slice(0, 3)).toEqual(['no picture any more', 'decode_error', 'a single pixel'])
    expect(Buffer.isBuffer(thumbnails[3])).toBe(true)
  })
})
