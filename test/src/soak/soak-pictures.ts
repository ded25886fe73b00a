import { crc32 } from 'node:zlib'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { drawScene } from '@warc2dataset/pipeline/scenes/draw-scene'
import { planScene } from '@warc2dataset/pipeline/scenes/scene'
import sharp from 'sharp'

export interface SoakPicture {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp'
  readonly bytes: Buffer
}

const DISTINCT = 240
/** Of each ten pictures. */
const FORMATS = ['png', 'webp', 'jpeg', 'jpeg', 'jpeg', 'jpeg', 'jpeg', 'jpeg', 'jpeg', 'webp'] as const

/** Pictures of 2 to 20 kB. */
export async function drawSoakPictures(seed: number): Promise<readonly SoakPicture[]> {
  const pictures: SoakPicture[] = []
  for (let index = 0; index < DISTINCT; index += 1) {
    const random = createRandom(`soak-picture/${seed}/${index}`)
    const format = FORMATS[index % FORMATS.length] ?? 'jpeg'
    const [least, most] = format === 'png' ? [64, 90] : [96, 220]
    const width = random.between(least, most)
    const height = random.between(Math.max(least, Math.ceil(width / 1.9)), most)
    const pixels = drawScene(planScene(random), width, Math.min(height, Math.floor(width * 1.9)), random)
    const raw = { width, height: pixels.length / 3 / width, channels: 3 } as const
    pictures.push({
      type: `image/${format}`,
      bytes: await sharp(pixels, { raw }).toFormat(format).toBuffer(),
    })
  }
  return pictures
}

/** The picture of a URL: a JPEG has its index in a comment, so that no two of them have the same bytes. */
export function pictureOf(pictures: readonly SoakPicture[], index: number): SoakPicture {
  const picture = pictures[index % pictures.length]
  if (picture === undefined) throw new Error('Expected some pictures, got none')
  if (picture.type !== 'image/jpeg') return picture
  const comment = Buffer.from(`URL ${index}`)
  const head = Buffer.from([0xff, 0xfe, 0, comment.length + 2])
  const bytes = Buffer.concat([picture.bytes.subarray(0, 2), head, comment, picture.bytes.subarray(2)])
  return { ...picture, bytes }
}

/** A PNG that is nothing but a header of `side` × `side` pixels, 8-bit grey, and its end. */
export function pngBomb(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 8
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  // An empty zlib stream.
  const data = Buffer.from([0x78, 0x9c, 0x03, 0, 0, 0, 0, 1])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
