import { readFile } from 'node:fs/promises'
import { createRandom, itemAt } from '@warc2dataset/pipeline/demo/seeded-random'
import sharp from 'sharp'
import type { PeerPair } from './peer-material.js'

/** A JPEG in memory with a text. */
export interface LoadedPair {
  readonly jpeg: Buffer
  readonly text: string
}

export function loadPairs(pairs: readonly PeerPair[]): Promise<readonly LoadedPair[]> {
  return Promise.all(pairs.map(async ({ picture, text }) => ({ jpeg: await readFile(picture), text })))
}

/**
 * As many pairs again, of which every picture has sides of more than `size` px: those that have, in turn, and from the
 * second turn on seeded parts of them as JPEG; with the texts in their order.
 * @throws Error if there is no such picture.
 */
export async function largeCrops(
  pairs: readonly LoadedPair[],
  size: number,
  seed: string,
): Promise<readonly LoadedPair[]> {
  const random = createRandom(seed)
  const measured = await Promise.all(
    pairs.map(async ({ jpeg }) => {
      const { width, height } = await sharp(jpeg).metadata()
      return { jpeg, width, height }
    }),
  )
  const large = measured.filter(({ width, height }) => Math.min(width, height) > size)
  if (large.length === 0) throw new Error(`Expected a picture of more than ${size} px, got none`)
  const crops: LoadedPair[] = []
  for (const [i, { text }] of pairs.entries()) {
    const { jpeg, width, height } = itemAt(large, i % large.length)
    const part = (side: number): { readonly length: number; readonly from: number } => {
      const length = random.between(size + 1, side)
      return { length, from: random.int(side - length + 1) }
    }
    const [across, down] = [part(width), part(height)]
    const region = { left: across.from, top: down.from, width: across.length, height: down.length }
    const crop = sharp(jpeg, { ignoreIcc: true }).extract(region).jpeg({ quality: 95 })
    crops.push({ jpeg: i < large.length ? jpeg : await crop.toBuffer(), text })
  }
  return crops
}
