/** Where bins of a score lie: bin i covers [origin + i·width, origin + (i+1)·width). */
export interface ScoreGrid {
  readonly origin: number
  readonly width: number
}

/** Finite scores that are there, and the cut; null: none was applied. */
export interface ScoreRange {
  readonly lowest: number
  readonly highest: number
  readonly cut: number | null
}

/** Of a cosine (field note inspect M13). */
const COSINE_WIDTH = 0.0025
/** Cosines of fp32 vectors exceed 1 by rounding. */
const ROUNDING = 1e-6
const BINS = 400

/**
 * Bins of 0.0025 where all scores and the cut lie within [-1, 1]; else of 1, 2 or 5 times a power of ten, 252 to 633 of
 * them from the lowest to the highest. `origin` is the cut, so that it is an edge; without one, the edge below the lowest.
 */
export function chooseGrid({ lowest, highest, cut }: ScoreRange): ScoreGrid {
  const [low, high] = [Math.min(lowest, cut ?? lowest), Math.max(highest, cut ?? highest)]
  const width = low >= -1 - ROUNDING && high <= 1 + ROUNDING ? COSINE_WIDTH : roundWidth(low, high)
  return { width, origin: cut ?? decimal(Math.floor(lowest / width + NUDGE) * width, width) }
}

/** The edge below bin `bin`: the decimal number that is meant, not the sum of rounded ones. */
export function binEdge({ origin, width }: ScoreGrid, bin: number): number {
  return bin === 0 ? origin : decimal(origin + bin * width, width)
}

/**
 * Bins: a score this share of one below an edge counts as at it, since 0.3 lies 7.999… bins of 0.0025 above 0.28. Smaller
 * than the distance of any fp32 score from a decimal edge.
 */
const NUDGE = 1e-9

/**
 * SQL: the bin of `score`. Its side of `origin` is told by comparing, hence exact to the last bit; other edges are exact
 * to `NUDGE` of a bin.
 */
export function binSql(score: string, { origin, width }: ScoreGrid): string {
  const bin = `floor((${score} - ${sqlDouble(origin)}) / ${sqlDouble(width)} + ${NUDGE}::DOUBLE)`
  return `(CASE WHEN ${score} >= ${sqlDouble(origin)} THEN greatest(0, ${bin}) ELSE least(-1, ${bin}) END)::INTEGER`
}

/** SQL literal of exactly this number: without an exponent DuckDB would go by way of DECIMAL. */
export function sqlDouble(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Expected a finite number for SQL, got ${value}`)
  return `(${value.toExponential()})`
}

function roundWidth(low: number, high: number): number {
  // One score only: a width that its own size suggests.
  const wish = (high > low ? high - low : Math.abs(high)) / BINS
  const power = Math.floor(Math.log10(wish))
  const choices = [1, 2, 5, 10].map((factor) => Number(`${factor}e${power}`))
  const distance = (width: number): number => Math.abs(Math.log(width / wish))
  return choices.reduce((best, width) => (distance(width) < distance(best) ? width : best))
}

/** Rounds what sums of doubles left beyond a billionth of `width`. */
function decimal(value: number, width: number): number {
  const places = 9 - Math.floor(Math.log10(width))
  return places < 0 || places > 100 ? value : Number(value.toFixed(places))
}
