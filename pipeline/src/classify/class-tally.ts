import type { PromptSet } from '@warc2dataset/schemas'
import type { RankedClass } from '@warc2dataset/stages/prompts/rank-classes'

/** What became of one class over a run. */
export interface ClassCount {
  readonly label: string
  /** Pictures of which it is the best label. */
  readonly pictures: number
  /** Of all that were told; 0 to 1. */
  readonly share: number
  /** Mean probability of the class over those pictures; null where there are none. */
  readonly meanP: number | null
}

export interface ClassTally {
  readonly add: (best: RankedClass) => void
  readonly pictures: () => number
  /** Of every class: most pictures first, of equals the one that comes first in the set. */
  readonly counts: () => readonly ClassCount[]
}

/** Counts the best classes of pictures. */
export function openTally({ classes }: PromptSet): ClassTally {
  const pictures = new Float64Array(classes.length)
  const sums = new Float64Array(classes.length)
  const total = (): number => pictures.reduce((sum, n) => sum + n, 0)
  return {
    add: ({ at, p }) => {
      pictures[at] = (pictures[at] as number) + 1
      sums[at] = (sums[at] as number) + p
    },
    pictures: total,
    counts: () => {
      const all = total()
      return classes
        .map(({ label }, at) => {
          const own = pictures[at] as number
          const meanP = own === 0 ? null : (sums[at] as number) / own
          return { label, pictures: own, share: all === 0 ? 0 : own / all, meanP }
        })
        .sort((a, b) => b.pictures - a.pictures)
    },
  }
}
