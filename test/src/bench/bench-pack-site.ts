import { createRandom, type Random } from '@warc2dataset/pipeline/demo/seeded-random'
import sharp from 'sharp'
import { type JpegSite, serveJpegs } from './jpeg-site.js'

const DISTINCT = 48
const SIDES = [512, 1024] as const

/** A loopback site of pictures of many shapes, their sides from 512 to 1024 px, that compress about as photographs do. */
export async function openMixedSite(): Promise<JpegSite> {
  const random = createRandom('mixed-site')
  const pictures: Buffer[] = []
  for (let n = 0; n < DISTINCT; n++) pictures.push(await drawNoise(random))
  return serveJpegs(pictures)
}

/** Noise of falling strength at doubling frequencies over a slope of colours. */
async function drawNoise(random: Random): Promise<Buffer> {
  const [width, height] = [random.between(...SIDES), random.between(...SIDES)]
  const sum = new Float32Array(width * height * 3)
  const slope = [random.float(), random.float(), random.float()]
  for (let at = 0; at < sum.length; at++) sum[at] = 60 + 120 * (slope[at % 3] ?? 0) * (at / sum.length)
  for (let cells = 4, strength = 90; cells < width; cells *= 2, strength *= 0.7) {
    const grain = Buffer.from(Array.from({ length: cells * cells * 3 }, () => random.int(256)))
    const scaled = sharp(grain, { raw: { width: cells, height: cells, channels: 3 } })
    const data = await scaled.resize(width, height, { fit: 'fill' }).raw().toBuffer()
    for (let at = 0; at < sum.length; at++)
      sum[at] = (sum[at] ?? 0) + (strength * ((data[at] ?? 0) - 128)) / 128
  }
  const pixels = Buffer.from(Uint8ClampedArray.from(sum).buffer)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer()
}
