import type { JudgedPair } from './compare.js'
import type { PassRates } from './report.js'

/** What select.keep of the run asked for. */
export const FRACTION = 0.3

interface Judged {
  readonly pairs: readonly JudgedPair[]
  /** The model's own threshold and where it was published. */
  readonly threshold: { readonly value: number; readonly source: string } | null
  /** Keys of the dataset that the run packed. */
  readonly packed: ReadonlySet<string>
}

/** Who passes by our similarity and by open_clip's: at the model's threshold, and as the run's best fraction. */
export function passRates({ pairs, threshold, packed }: Judged): PassRates {
  const kept = pairs.filter(({ key }) => packed.has(key))
  const best = [...pairs]
    .sort((a, b) => b.openClip - a.openClip || (a.key < b.key ? -1 : 1))
    .slice(0, kept.length)
  return {
    threshold: threshold === null ? null : atThreshold(pairs, threshold),
    fraction: {
      value: FRACTION,
      kept: kept.length,
      share: kept.length / pairs.length,
      cut: kept.length === 0 ? null : Math.min(...kept.map(({ ours }) => ours)),
      also_by_open_clip: best.filter(({ key }) => packed.has(key)).length,
    },
  }
}

function atThreshold(
  pairs: readonly JudgedPair[],
  { value, source }: { readonly value: number; readonly source: string },
): NonNullable<PassRates['threshold']> {
  const share = (cosine: (pair: JudgedPair) => number): number =>
    pairs.filter((pair) => cosine(pair) >= value).length / pairs.length
  return {
    value,
    source,
    ours: share(({ ours }) => ours),
    open_clip: share(({ openClip }) => openClip),
    flips: pairs.filter(({ ours, openClip }) => ours >= value !== openClip >= value).length,
  }
}
