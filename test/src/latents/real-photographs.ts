import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import { parseHttpResponse } from '@warc2dataset/stages/warc/http-response'
import { readArchive } from '@warc2dataset/stages/warc/read-archive'
import sharp from 'sharp'

/** A picture that a VAE takes as it is. */
export interface Photograph {
  readonly name: string
  /** Rows of RGB. */
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

const mostBytes = 16 * 2 ** 20
/** Sides are cut to multiples of this, px. */
const step = 64

/**
 * All photographs at hand of at least 256² pixels, each once, as a person sees them: what else is that large are logos,
 * drawings, engravings and blank pages. Files, and responses of archives by their offsets.
 */
const files = [
  'clip/208_495.jpg',
  'clip/321_421.jpg',
  'clip/389_535.jpg',
  'clip/416_264.jpg',
  'clip/524_316.jpg',
  'images-malformed/1.webp',
  'images-malformed/avif-orientation-6.avif',
  'images-malformed/rotation/1.jpg',
  'images-malformed/sample.jpg',
  'images-malformed/ultra-hdr.jpg',
]
const responses = { 'example.warc.gz': [211873, 1917558], 'main-page.warc.gz': [226160] } as const

/**
 * The photographs below `shared`, decoded by the guarded decoder, which scales those above 1024² down, then cut to
 * multiples of 64 px about their centre. @throws Error if one is not there or refused.
 */
export async function realPhotographs(shared: string): Promise<readonly Photograph[]> {
  const decoder = await openDecoder({ limits: defaultPictureLimits, children: 1 })
  const found: Photograph[] = []
  try {
    for await (const { name, bytes } of bodies(shared)) {
      const decoded = await decoder.decode(bytes, new AbortController().signal)
      if (!decoded.ok) throw new Error(`Expected a picture for ${name}, got ${decoded.detail}`)
      found.push(await cutCentre(name, decoded.jpeg))
    }
  } finally {
    await decoder.close()
  }
  const expected = files.length + Object.values(responses).flat().length
  if (found.length !== expected) throw new Error(`Expected ${expected} photographs, got ${found.length}`)
  return found
}

async function* bodies(shared: string): AsyncGenerator<{ readonly name: string; readonly bytes: Buffer }> {
  for (const name of files) yield { name, bytes: await readFile(join(shared, name)) }
  for (const [archive, offsets] of Object.entries(responses)) {
    yield* archived(join(shared, 'warc', archive), archive, offsets)
  }
}

async function* archived(path: string, archive: string, offsets: readonly number[]) {
  const wantBlock = ({ offset }: { readonly offset: number }) => (offsets.includes(offset) ? mostBytes : 0)
  for await (const entries of readArchive(path, { wantBlock })) {
    for (const entry of entries) {
      if (entry.kind === 'gap' || entry.block === null) continue
      const response = parseHttpResponse(entry.block, { maxBodyBytes: mostBytes })
      if (!('error' in response)) yield { name: `${archive}@${entry.offset}`, bytes: response.body }
    }
  }
}

/** A trusted JPEG as RGB, cut to multiples of 64 px about its centre. */
export async function cutCentre(name: string, jpeg: Buffer): Promise<Photograph> {
  const decode = sharp(jpeg, { ignoreIcc: true }).toColourspace('srgb').removeAlpha().raw()
  const { data, info } = await decode.toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`Expected RGB for ${name}, got ${info.channels} channels`)
  const [width, height] = [info.width - (info.width % step), info.height - (info.height % step)]
  const left = Math.floor((info.width - width) / 2)
  const top = Math.floor((info.height - height) / 2)
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * info.width + left) * 3
    pixels.set(data.subarray(from, from + width * 3), y * width * 3)
  }
  return { name, pixels, width, height }
}
