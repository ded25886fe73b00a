import { createReadStream } from 'node:fs'
import { extract } from 'tar-stream'
import { fromHalf } from '../npy/half.js'
import { encodeArrayHeader, headerBytes } from '../npy/npy-header.js'
import type { Latent } from './latent.js'

/** One sample of latents/NNNNN.tar. */
export interface StoredLatent {
  readonly key: string
  readonly latent: Latent
  readonly caption: string
  /** As `latentJson` wrote it. */
  readonly json: Readonly<Record<string, unknown>>
}

/**
 * The samples of a tar of latents, in order, one at a time.
 * @throws Error for a tar that is none of ours: members of other names or in another order, or a latent that is no
 * float16 .npy of three dimensions.
 */
export async function* readLatents(path: string): AsyncGenerator<StoredLatent> {
  const tar = extract()
  const source = createReadStream(path)
  source.on('error', (error) => tar.destroy(error))
  source.pipe(tar)
  let pending: { readonly name: string; readonly bytes: Buffer }[] = []
  for await (const entry of tar) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    pending.push({ name: entry.header.name, bytes: Buffer.concat(chunks) })
    if (pending.length < 3) continue
    yield toStored(path, pending)
    pending = []
  }
  if (pending.length > 0)
    throw new Error(`Expected whole samples in ${path}, got a part of ${pending[0]?.name}`)
}

function toStored(
  path: string,
  members: readonly { readonly name: string; readonly bytes: Buffer }[],
): StoredLatent {
  const [npy, txt, json] = members
  const [, key] = /^(\d+)\.latent\.npy$/.exec(npy?.name ?? '') ?? []
  if (
    !npy ||
    !txt ||
    !json ||
    key === undefined ||
    txt.name !== `${key}.txt` ||
    json.name !== `${key}.json`
  ) {
    throw new Error(
      `Expected <key>.latent.npy, .txt and .json in ${path}, got ${members.map(({ name }) => name).join(', ')}`,
    )
  }
  return {
    key,
    latent: parseLatent(npy.bytes),
    caption: txt.bytes.toString(),
    json: JSON.parse(json.bytes.toString()) as StoredLatent['json'],
  }
}

/** The numbers of a .npy file as `latentNpy` writes it. Throws if it is not one. */
export function parseLatent(npy: Buffer): Latent {
  const start = npy.subarray(0, headerBytes)
  const shape =
    /\((\d{1,6}), (\d{1,6}), (\d{1,6})\)/.exec(start.toString('latin1'))?.slice(1).map(Number) ?? []
  const [channels = 0, height = 0, width = 0] = shape
  const count = channels * height * width
  if (!start.equals(encodeArrayHeader('<f2', shape)) || npy.length !== headerBytes + 2 * count) {
    throw new Error(`Expected a .npy file of float16 in three dimensions, got ${npy.length} bytes`)
  }
  const half = (at: number): number => fromHalf(npy.readUInt16LE(headerBytes + 2 * at))
  return { data: Float32Array.from({ length: count }, (_, at) => half(at)), channels, height, width }
}
