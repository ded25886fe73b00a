import { readFile } from 'node:fs/promises'
import type { Provider } from '@warc2dataset/stages/clip/model/open-tower'
import type { PreprocessSpec } from '@warc2dataset/stages/clip/pixels/preprocess'
import { openScorer, type Scorer } from '@warc2dataset/stages/score/open-scorer'
import { manifestOf, type PeerModel, type PeerPair, type Sides } from './peer-material.js'

/** Pairs as scoring embeds them, and the ids that their texts were cut to. */
export interface OurSides extends Sides {
  /** Without padding. */
  readonly ids: readonly (readonly number[])[]
}

/**
 * Embeds pairs exactly, as scoring does.
 * @throws Error if a picture or a text has no embedding; RunError exit 5 if the model does not open on `provider`.
 */
export async function embedPairs(
  model: PeerModel,
  pairs: readonly PeerPair[],
  provider: Provider,
  batchSize: number,
): Promise<OurSides> {
  return withScorer(model, provider, batchSize, async (scorer) => {
    const pixels: Uint8Array[] = []
    for (const { picture } of pairs)
      pixels.push(...(await readPixels(scorer, await readFile(picture), [scorer.spec])))
    const ids = pairs.map(({ text }) => scorer.tokenize(text).ids)
    return {
      ids,
      images: (await scorer.embedder.images(pixels)).map(known),
      texts: (await scorer.embedder.texts(ids)).map(known),
    }
  })
}

/** Opens the model, two threads of the CPU and one decoder, for as long as `use` takes. */
export async function withScorer<T>(
  model: PeerModel,
  provider: Provider,
  batchSize: number,
  use: (scorer: Scorer) => Promise<T>,
): Promise<T> {
  const manifest = manifestOf(model)
  const scorer = await openScorer({
    manifest,
    quality: 'exact',
    provider,
    batchSize,
    threads: 2,
    children: 1,
  })
  try {
    return await use(scorer)
  } finally {
    await scorer.close()
  }
}

/** A stored picture cut in each of the ways, from one decode. @throws Error if it is refused. */
export async function readPixels(
  scorer: Scorer,
  jpeg: Buffer,
  specs: readonly PreprocessSpec[],
): Promise<readonly Uint8Array[]> {
  const read = await scorer.pixels.read(jpeg, specs, new AbortController().signal)
  if (!read.ok) throw new Error(`Expected pixels of a stored picture, got ${JSON.stringify(read)}`)
  return read.pixels
}

/** @throws Error for null: what is measured here must be whole. */
export function known(vector: Float32Array | null): Float32Array {
  if (vector === null) throw new Error('Expected a finite embedding, got none')
  return vector
}
