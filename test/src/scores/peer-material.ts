import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'

/** Real pairs and what open_clip itself says of them: a folder that test/python/openclip_peer.py wrote. */
export interface PeerModel {
  /** Folder with pairs/. */
  readonly material: string
  /** Folder in it, with manifest.json, ids.json, images.npy and texts.npy. */
  readonly model: string
}

/** Embeddings of length 1, row i of each belongs to pair i. */
export interface Sides {
  readonly images: readonly Float32Array[]
  readonly texts: readonly Float32Array[]
}

export interface PeerPair {
  /** A stored JPEG. */
  readonly picture: string
  readonly text: string
}

export function manifestOf({ material, model }: PeerModel): string {
  return join(material, model, 'manifest.json')
}

/** The first `count` pairs. @throws Error if there are fewer. */
export async function readPairs({ material }: PeerModel, count: number): Promise<readonly PeerPair[]> {
  const folder = join(material, 'pairs')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort()
  const texts = JSON.parse(await readFile(join(folder, 'texts.json'), 'utf8')) as readonly string[]
  const pairs = names.flatMap((name, i) => {
    const text = texts[i]
    return text === undefined ? [] : [{ picture: join(folder, name), text }]
  })
  if (!(count >= 1) || pairs.length < count) {
    throw new Error(`Expected ${count} pairs, 1 or more, in ${folder}, got ${pairs.length}`)
  }
  return pairs.slice(0, count)
}

/** What open_clip computed for the first `count` pairs, in float32. */
export async function readSides({ material, model }: PeerModel, count: number): Promise<Sides> {
  const read = async (name: string): Promise<readonly Float32Array[]> => {
    const { data, columns } = await readNpy(join(material, model, name), 0, count)
    return Array.from({ length: count }, (_, row) => data.subarray(row * columns, (row + 1) * columns))
  }
  return { images: await read('images.npy'), texts: await read('texts.npy') }
}

/** The ids of the first `count` texts as open_clip's tokenizer gives them, padded to the context. */
export async function readIds(
  { material, model }: PeerModel,
  count: number,
): Promise<readonly (readonly number[])[]> {
  const ids = JSON.parse(await readFile(join(material, model, 'ids.json'), 'utf8')) as number[][]
  return ids.slice(0, count)
}
