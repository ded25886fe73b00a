import type { PromptSet } from '@warc2dataset/schemas'
import { openRanking, type RankedClass } from './rank-classes.js'

/** Values of the columns of `annotatorColumns` for one picture, but for `NAME_by`. Throws as `RankClasses` does. */
export type TellPicture = (embedding: Float32Array) => Readonly<Record<string, string | number>>

const NSFW_TAGS = ['UNLIKELY', 'UNSURE', 'NSFW'] as const

/**
 * Opens a prompt set over class vectors of [K, dim] (`classVectors`) and their scale. The embedding is that of a
 * picture by the same model. Probabilities are not calibrated.
 *
 * laion_nsfw is the rule of LAION's worker (crawlingathome, gpu_inference.py): how many of the two likeliest classes
 * are unsafe. There a class counts as unsafe from an index on, and a missing comma moved the list by one, so that its
 * first unsafe class counted as safe; here unsafe classes are named.
 */
export function openPromptSet(
  set: PromptSet,
  vectors: Float32Array,
  dim: number,
  scale: number,
): TellPicture {
  const { name, classes, gives } = set
  if (vectors.length !== classes.length * dim) {
    throw new RangeError(
      `Expected ${classes.length} class vectors of ${dim} for prompt set ${name}, got ${vectors.length} numbers`,
    )
  }
  const labelOf = ({ at }: RankedClass): string => classes[at]?.label ?? ''
  const indicesOf = (labels: readonly string[]): readonly number[] => {
    const wanted = new Set(labels)
    return classes.flatMap(({ label }, at) => (wanted.has(label) ? [at] : []))
  }
  switch (gives.kind) {
    case 'labels': {
      const rank = openRanking({ vectors, dim, scale, top: gives.top })
      return (embedding) => {
        const { best } = rank(embedding)
        const [first] = best
        if (first === undefined) throw new Error(`Expected a class of prompt set ${name}, got none`)
        return { [name]: labelOf(first), [`${name}_p`]: first.p, [`${name}_top`]: topJson(best, labelOf) }
      }
    }
    case 'probability': {
      const rank = openRanking({ vectors, dim, scale, top: 1 })
      const of = indicesOf(gives.of)
      return (embedding) => {
        const { probabilities } = rank(embedding)
        return {
          [gives.column]: Math.min(
            1,
            of.reduce((sum, at) => sum + (probabilities[at] as number), 0),
          ),
        }
      }
    }
    case 'laion_nsfw': {
      const rank = openRanking({ vectors, dim, scale, top: 2 })
      const unsafe = new Set(indicesOf(gives.unsafe))
      return (embedding) => {
        const count = rank(embedding).best.filter(({ at }) => unsafe.has(at)).length
        return { NSFW: NSFW_TAGS[count] ?? NSFW_TAGS[0] }
      }
    }
  }
}

/** JSON array of {label, p}, p with 4 digits: what `NAME_top` holds. */
export function topJson(best: readonly RankedClass[], labelOf: (ranked: RankedClass) => string): string {
  return JSON.stringify(best.map((each) => ({ label: labelOf(each), p: Math.round(each.p * 1e4) / 1e4 })))
}
