import type { Recipe } from '@warc2dataset/schemas'
import type { Sample } from './take-sample.js'

/** Where a number comes from. */
export type Basis = 'exact' | 'measured' | 'assumed'

/** A number, or a range of them, and where it comes from. */
export interface Figure {
  readonly low: number
  readonly high: number
  readonly basis: Basis
  /** What was measured or assumed. */
  readonly note: string
}

export interface Estimate {
  readonly candidates: Figure
  /** Reason → candidates left out before any picture is read. */
  readonly dropped: Readonly<Record<string, Figure>>
  readonly planned: Figure
  readonly requests: Figure
  readonly pictures: Figure
  readonly diskBytes: Figure
  readonly extractMs: Figure
  readonly tablesMs: Figure
  readonly fetchMs: Figure
}

/**
 * Share of URLs that answer with a picture. CC12M's list of 2021: 63.7 % in August 2026; DataComp's: 91 to 97 % in May
 * 2023, as its issues say.
 */
const WEB_SUCCESS = [0.64, 0.91] as const
/** img2dataset's notes on LAION: 130 MB/s at 1000 pictures a second. */
const WEB_PICTURE_BYTES = 130_000
/** Everything but pictures: rows of all phases and their ledger; 0.7 kB in the demo. */
const TABLE_BYTES = 1000
/** Pictures that one worker decodes and encodes in a second. */
const PICTURES_PER_SECOND = 50
/** Rows a second of dedup, plan and select together: select alone does 140,000 (npm run bench -- select). */
const TABLE_ROWS_PER_SECOND = 50_000

/** Scales a sample up to the whole. Pure. */
export function estimateRun(sample: Sample, recipe: Recipe, workers: number): Estimate {
  const { extent, extract, dedup, plan, captures } = sample
  const factor = extent.sampled === 0 ? 0 : extent.total / extent.sampled
  const isWhole = extent.sampled === extent.total
  const scale = (n: number, note: string): Figure => {
    const value = n * factor
    return { low: value, high: value, basis: isWhole ? 'exact' : 'measured', note }
  }
  const reasons = { ...extract.dropped, ...dedup.dropped, ...plan.dropped }
  const dropped = Object.entries(reasons).map(([reason, n]): readonly [string, Figure] => [
    reason,
    scale(n, reason === 'dup_url' && !isWhole ? 'in the sample; the whole has more' : 'in the sample'),
  ])
  const planned = scale(plan.kept, isWhole ? '' : 'at most: duplicates across the whole are more')
  const pictures = picturesOf(planned, sample, recipe)
  const isWeb = recipe.fetch.source === 'web'
  const bytes = isWeb ? WEB_PICTURE_BYTES : (captures?.meanBytes ?? 0)
  const candidates = scale(extract.in, 'in the sample')
  const disk = (n: number): number => n * bytes * COPIES + candidates.high * TABLE_BYTES
  const perMs = sample.extractMs * factor
  const atOnce = Math.max(1, Math.min(workers, extent.files))
  return {
    candidates,
    dropped: Object.fromEntries(dropped),
    planned,
    requests: isWeb
      ? { ...planned, note: 'one per URL; redirects and retries come on top' }
      : { low: 0, high: 0, basis: 'exact', note: 'pictures come out of the archives' },
    pictures,
    diskBytes: {
      low: disk(pictures.low),
      high: disk(pictures.high),
      basis: 'assumed',
      note: `${Math.round(bytes / 1000)} kB a picture${isWeb ? '' : ' (mean body in the sample)'}, in fetched/ and again in dataset/ if select keeps all; 1 kB of tables a candidate`,
    },
    extractMs: same(perMs / atOnce, 'measured', `on this machine, ${atOnce} at once`),
    tablesMs: same(
      (candidates.high / TABLE_ROWS_PER_SECOND) * 1000,
      'assumed',
      `${TABLE_ROWS_PER_SECOND.toLocaleString('en-US')} rows a second`,
    ),
    fetchMs: {
      low: fetchTime(pictures.low, workers),
      high: fetchTime(pictures.high, workers),
      basis: 'assumed',
      note: `${PICTURES_PER_SECOND} pictures a second and worker${isWeb ? '; slow sites and few sites make it longer' : ''}`,
    },
  }
}

/** A kept picture lies in fetched/ and in dataset/. */
const COPIES = 2

function picturesOf(planned: Figure, { plan, captures }: Sample, recipe: Recipe): Figure {
  if (recipe.fetch.source === 'web') {
    const [low, high] = WEB_SUCCESS
    return {
      low: planned.low * low,
      high: planned.high * high,
      basis: 'assumed',
      note: '64 % (the list of CC12M, of 2021, in 2026) to 91 % (the list of DataComp in 2023) of the URLs answer with a picture',
    }
  }
  const share = plan.kept === 0 ? 0 : (captures?.found ?? 0) / plan.kept
  const note = `${(100 * share).toFixed(1)} % of the URLs have a 200 record in the sampled archives; the others may hold more`
  return { low: planned.low * share, high: planned.high * share, basis: planned.basis, note }
}

function fetchTime(pictures: number, workers: number): number {
  return (pictures / PICTURES_PER_SECOND / workers) * 1000
}

function same(value: number, basis: Basis, note: string): Figure {
  return { low: value, high: value, basis, note }
}
