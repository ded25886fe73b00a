import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom, type Random } from '@warc2dataset/pipeline/demo/seeded-random'
import sharp from 'sharp'
import { SHARED } from '../place.js'
import { drawPhoto, type PhotoSize } from './fetch-draw.js'

export type CorpusKind = 'small' | 'large' | 'tiny'

/** Distinct pictures in a folder. */
export interface Corpus {
  readonly kind: CorpusKind
  /** JPEGs, in the order of their numbers. */
  readonly files: readonly Picture[]
  /** Of them, photographs from beside the checkout. */
  readonly real: number
}

export interface Picture {
  readonly path: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** How many are distinct, and what they are like. */
const KINDS: Readonly<Record<CorpusKind, { readonly distinct: number; readonly real: readonly string[] }>> = {
  small: {
    distinct: 200,
    real: [
      'clip/321_421.jpg',
      'clip/389_535.jpg',
      'clip/416_264.jpg',
      'clip/524_316.jpg',
      'images-malformed/sample.jpg',
      'images-malformed/rotation/1.jpg',
    ],
  },
  large: { distinct: 12, real: ['images-malformed/ultra-hdr.jpg'] },
  tiny: { distinct: 64, real: [] },
}

/**
 * Writes the pictures of a corpus, the same for the same machine: those of the seed, and real photographs where they lie
 * beside the checkout, upright ones only, since one peer knows nothing of EXIF.
 */
export async function writeCorpus(kind: CorpusKind, folder: string): Promise<Corpus> {
  await mkdir(folder, { recursive: true })
  const { distinct, real } = KINDS[kind]
  const found = real.map((name) => join(SHARED, name)).filter((path) => existsSync(path))
  if (found.length < real.length) {
    process.stderr.write(`SKIPPED: ${real.length - found.length} real photographs (../shared/data)\n`)
  }
  const random = createRandom(`fetch-corpus/${kind}`)
  const files: Picture[] = []
  for (let index = 0; index < distinct; index += 1) {
    const path = join(folder, `${String(index).padStart(3, '0')}.jpg`)
    const photo = found[index]
    // Each from a stream of its own: a real one instead of it moves no other.
    const jpeg = await (photo === undefined ? drawJpeg(kind, random.fork(String(index))) : readFile(photo))
    await writeFile(path, jpeg)
    const { width, height } = await sharp(jpeg).metadata()
    files.push({ path, width, height, bytes: jpeg.length })
  }
  return { kind, files, real: found.length }
}

/** A line on what the pictures are. */
export function describeCorpus({ kind, files, real }: Corpus): string {
  const bytes = files.map((file) => file.bytes).sort((a, b) => a - b)
  const pixels = files.map(({ width, height }) => width * height).sort((a, b) => a - b)
  const mean = bytes.reduce((sum, each) => sum + each, 0) / bytes.length
  const kb = (value: number | undefined): string => ((value ?? 0) / 1000).toFixed(0)
  const megapixels = (value: number | undefined): string => ((value ?? 0) / 1e6).toFixed(2)
  return `Corpus ${kind}: ${files.length} distinct JPEGs, ${real} of them real photographs; ${kb(bytes[0])} to ${kb(bytes.at(-1))} kB, mean ${kb(mean)} kB; ${megapixels(pixels[0])} to ${megapixels(pixels.at(-1))} MP.`
}

/** Lowest quality: what sites show is packed harder than what a camera writes. */
const QUALITY: Readonly<Record<CorpusKind, number>> = { small: 62, large: 82, tiny: 82 }

/** One in five is progressive. */
const PROGRESSIVE = 0.2

async function drawJpeg(kind: CorpusKind, random: Random): Promise<Buffer> {
  const size = photoSize(kind, random)
  const pixels = drawPhoto(size, random)
  const progressive = random.chance(PROGRESSIVE)
  const { width, height } = size
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: QUALITY[kind] + random.int(14), progressive })
    .toBuffer()
}

function photoSize(kind: CorpusKind, random: Random): PhotoSize {
  const short = SHORT[kind](random)
  const long = Math.round(short * (kind === 'large' ? 1.5 : 1 + 0.2 * random.int(4)))
  const [width, height] = random.chance(0.3) ? [short, long] : [long, short]
  return { width, height, contrast: 52 + random.int(56), falloff: 0.05 + 0.3 * random.float() }
}

const SHORT: Readonly<Record<CorpusKind, (random: Random) => number>> = {
  small: (random) => random.between(600, 920),
  large: (random) => random.between(2000, 2700),
  tiny: () => 64,
}
