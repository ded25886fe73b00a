import { dot } from '@warc2dataset/stages/score/rank-texts'
import { known, readPixels, withScorer } from './embed-pairs.js'
import type { LoadedPair } from './large-crops.js'
import { deviation, flipsAtMedian, type Moves, movesOf, movesOfCounts } from './moves.js'
import type { PeerModel } from './peer-material.js'

/** What `fast` does to scores, measured against `exact`. */
export interface FastEffect {
  readonly pairs: number
  /** Pictures with another pixel; the others are left to the exact way, such as all that are enlarged. */
  readonly moved: number
  /** Levels of 255 of a colour of a pixel. */
  readonly levels: Moves
  /** Cosine of a picture with its text. */
  readonly cosines: Moves
  /** Standard deviation of the exact cosines: what a move is small or large against. */
  readonly spread: number
  /** Pairs that change sides of the median of the exact cosines. */
  readonly flips: number
}

/** Embeds pairs with both ways of resizing, on the CPU. */
export async function measureFastEffect(
  model: PeerModel,
  batch: number,
  pairs: readonly LoadedPair[],
): Promise<FastEffect> {
  return withScorer(model, 'cpu', batch, async (scorer) => {
    const counts = Array.from({ length: 256 }, () => 0)
    const [exact, fast]: [Uint8Array[], Uint8Array[]] = [[], []]
    let moved = 0
    for (const { jpeg } of pairs) {
      const specs = [scorer.spec, { ...scorer.spec, quality: 'fast' as const }]
      const [one, other] = await readPixels(scorer, jpeg, specs)
      if (one === undefined || other === undefined)
        throw new Error('Expected two cuts of a picture, got fewer')
      if (addLevels(counts, one, other)) moved += 1
      exact.push(one)
      fast.push(other)
    }
    const texts = await scorer.embedder.texts(pairs.map(({ text }) => scorer.tokenize(text).ids))
    const cosines = async (pixels: readonly Uint8Array[]): Promise<readonly number[]> =>
      (await scorer.embedder.images(pixels)).map((image, i) => dot(known(image), known(texts[i] ?? null)))
    const [before, after] = [await cosines(exact), await cosines(fast)]
    return {
      pairs: pairs.length,
      moved,
      levels: movesOfCounts(counts),
      cosines: movesOf(before.map((each, i) => Math.abs(each - (after[i] ?? Number.NaN)))),
      spread: deviation(before),
      flips: flipsAtMedian(before, after),
    }
  })
}

/** Adds how far the bytes of two cuts are apart to `counts`, of 0 to 255. True if any are. */
function addLevels(counts: number[], one: Uint8Array, other: Uint8Array): boolean {
  let moved = false
  for (let i = 0; i < one.length; i++) {
    const apart = Math.abs((one[i] ?? 0) - (other[i] ?? 0))
    counts[apart] = (counts[apart] ?? 0) + 1
    moved ||= apart > 0
  }
  return moved
}
