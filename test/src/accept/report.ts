import { z } from 'zod'
import { PERCENTS } from './quantiles.js'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'Expected 64 hex digits')
const count = z.number().int().min(0)
const share = z.number().min(0).max(1)
/** Cosines of float32 vectors pass 1 by a rounding. */
const cosine = z.number().min(-1.001).max(1.001)
const difference = z.number().min(0)
const byReason = z.record(z.string(), count)
const fates = z.strictObject({ in: count, kept: count, shadow: count, dropped: byReason, failed: byReason })
const quantiles = z.strictObject(
  Object.fromEntries(PERCENTS.map((percent) => [`p${percent}`, cosine])) as Record<
    `p${(typeof PERCENTS)[number]}`,
    typeof cosine
  >,
)

const comparison = z.strictObject({
  pairs: count.min(1),
  /** Largest difference of a cosine that passes. */
  epsilon: z.number().positive(),
  within: count,
  max: difference,
  mean: difference,
  p99: difference,
  worst: z.array(z.strictObject({ key: z.string(), ours: cosine, open_clip: cosine, difference })).max(5),
})
export type Comparison = z.infer<typeof comparison>

const passRates = z.strictObject({
  threshold: z
    .strictObject({ value: z.number(), source: z.string(), ours: share, open_clip: share, flips: count })
    .nullable(),
  fraction: z.strictObject({
    value: share,
    kept: count,
    share,
    /** Lowest similarity that the run kept. */
    cut: cosine.nullable(),
    /** Of the kept, those that are among as many best by open_clip. */
    also_by_open_clip: count,
  }),
})
export type PassRates = z.infer<typeof passRates>

/** docs/accept/<id>.json: what one acceptance found. It names no folder and no time, so that it can be made again. */
export const reportSchema = z.strictObject({
  version: z.literal(1),
  /** Every cosine within ε, and the dataset as it was scored. */
  accepted: z.boolean(),
  model: z.strictObject({
    name: z.string(),
    id: z.string(),
    license: z.string(),
    domain: z.string().nullable(),
    toy: z.boolean(),
    /** Of the manifest's file. */
    manifest_sha256: sha256,
    image_sha256: sha256,
    text_sha256: sha256,
    weights: z.enum(['fp32', 'fp16']),
  }),
  archive: z.strictObject({ name: z.string(), bytes: count, sha256 }),
  open_clip: z.strictObject({
    model: z.string(),
    /** Tag, or name of a file. */
    pretrained: z.string().nullable(),
    /** Of the file. */
    pretrained_sha256: sha256.nullable(),
    /** As open_clip used it. */
    preprocess: z.record(z.string(), z.unknown()),
    device: z.string(),
  }),
  versions: z.strictObject({
    warc2dataset: z.string(),
    node: z.string(),
    runtime: z.string(),
    provider: z.string(),
    open_clip: z.string(),
    torch: z.string(),
    python: z.string(),
  }),
  comparison,
  /** Rows of the dataset whose similarity or TEXT is not the scored one: 0, or something is broken. */
  dataset_differs: count,
  quantiles: z.strictObject({ ours: quantiles, open_clip: quantiles }),
  pass: passRates,
  /** Stored pictures without a similarity, by reason. */
  unscored: byReason,
  funnel: z.strictObject({
    phases: z.record(z.string(), fates),
    candidates: count,
    kept: count,
    dropped: count,
    failed: count,
  }),
})
export type Report = z.infer<typeof reportSchema>

/** A report as it lies in its file, laid out as the repository's formatter wants it: rows of numbers on one line. */
export function reportText(report: Report): string {
  const text = JSON.stringify(report, null, 2)
  return `${text.replaceAll(/\[\n\s+([-\d.e+,\s]+?)\n\s+\]/g, (_all, numbers: string) => `[${numbers.split(/,\s+/).join(', ')}]`)}\n`
}
