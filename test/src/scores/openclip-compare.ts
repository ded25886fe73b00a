import { compareSides, type Differences } from './compare-sides.js'
import { embedPairs } from './embed-pairs.js'
import { type PeerModel, readIds, readPairs, readSides } from './peer-material.js'

/** Differences from open_clip's float32 embeddings, which it made one pair at a time. */
export interface Agreement extends Differences {
  readonly batch: number
  readonly pairs: number
  /** Texts that our tokenizer cuts to other ids than open_clip's; they are not compared further. */
  readonly otherIds: number
}

/**
 * Embeds the pairs as scoring does, on the CPU, and compares. Takes the first `count`, 1 or more.
 * @throws Error if there are not as many, or if a picture or a text has no embedding; RunError exit 5 if the model
 * does not open.
 */
export async function compareWithPeer(model: PeerModel, batch: number, count: number): Promise<Agreement> {
  const pairs = await readPairs(model, count)
  const [theirs, theirIds] = await Promise.all([readSides(model, count), readIds(model, count)])
  const ours = await embedPairs(model, pairs, 'cpu', batch)
  const same = theirIds.map((row, i) => isSameText(ours.ids[i] ?? [], row))
  const kept = <T>(rows: readonly T[]): readonly T[] => rows.filter((_, i) => same[i])
  const images = compareSides(ours, theirs).image
  const agreeing = compareSides(
    { images: kept(ours.images), texts: kept(ours.texts) },
    { images: kept(theirs.images), texts: kept(theirs.texts) },
  )
  return { ...agreeing, image: images, batch, pairs: count, otherIds: same.filter((is) => !is).length }
}

/** `padded` goes on with one and the same id where ours end. */
export function isSameText(ours: readonly number[], padded: readonly number[]): boolean {
  const pad = padded.slice(ours.length)
  return ours.every((id, i) => id === padded[i]) && pad.every((id) => id === pad[0])
}
