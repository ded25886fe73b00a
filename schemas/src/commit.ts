import { z } from 'zod'

export const PHASES = [
  'extract',
  'dedup',
  'plan',
  'fetch',
  'score',
  'annotate',
  'caption',
  'select',
  'pack',
  'latents',
] as const
export type PhaseName = (typeof PHASES)[number]

const count = z.number().int().nonnegative()
const hex = z.string().regex(/^[0-9a-f]{64}$/)

/** Candidates of one unit: `in = kept + Σ dropped + Σ failed`. `shadow` of the kept are in the shadow sample. */
export const countsSchema = z.strictObject({
  in: count,
  kept: count,
  shadow: count,
  dropped: z.record(z.string(), count),
  failed: z.record(z.string(), count),
})
export type Counts = z.infer<typeof countsSchema>

export const committedFileSchema = z.strictObject({ name: z.string(), bytes: count, sha256: hex })
export type CommittedFile = z.infer<typeof committedFileSchema>

/** What a unit read: another unit (`*` = all units of the phase) and the sha256 of what it gave. */
export const inputSchema = z.strictObject({
  phase: z.string(),
  unit: z.string(),
  generation: count,
  sha256: hex,
})
export type Input = z.infer<typeof inputSchema>

/**
 * commits/<phase>/<fingerprint>/<unit>.<generation>.json: the record that makes a unit's output exist.
 * `account` holds the phase's other counters (records of extract, sizes of pack). `times` and `environment` are
 * the only fields that may differ between two runs over the same input.
 */
export const commitSchema = z.strictObject({
  version: z.literal(1),
  phase: z.enum(PHASES),
  unit: z.string(),
  generation: count,
  fingerprint: hex,
  inputs: z.array(inputSchema),
  counts: countsSchema,
  account: z.record(z.string(), z.unknown()),
  files: z.array(committedFileSchema),
  config: z.unknown(),
  environment: z.record(z.string(), z.unknown()),
  times: z.strictObject({ started: z.number(), ended: z.number() }),
})
export type Commit = z.infer<typeof commitSchema>
