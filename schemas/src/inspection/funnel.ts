import { z } from 'zod'
import { PHASES } from '../commit.js'
import { count, type Frozen, rateSchema } from './measured.js'

/**
 * One filter, or one kind of accident, at which candidates left. What it `saw`: each candidate that it judged, or, of
 * an accident, that entered its phase. Filters of one phase judge each on its own, so `cut` may exceed `left`.
 */
export const stepSchema = z.strictObject({
  /** Short and unique in this file: s0, s1 … in the order of the way through the run. */
  id: z.string().regex(/^s\d+$/),
  phase: z.enum(PHASES),
  outcome: z.enum(['dropped', 'failed']),
  /** Name of the filter, with its threshold; null of an accident. */
  filter: z.string().nullable(),
  /** Drop reasons or failure codes of outcome.ts, what each means, and candidates whose ledger row names it here. */
  reasons: z.array(z.strictObject({ reason: z.string(), about: z.string(), left: count })),
  /** Sum of these. */
  left: count,
  saw: count,
  cut: count,
  /** Of `cut`: those that every other filter which saw them let pass. */
  only: count,
  /** `cut` of `saw`. */
  rate: rateSchema,
  /** The same among the shadow sample, which no filter before could thin out; null: there is none. */
  shadow: z.strictObject({ saw: count, cut: count, only: count, rate: rateSchema }).nullable(),
  /** SQL (DuckDB) that gives the rows of `left`, to run in the folder of the run. */
  query: z.string(),
})
export type Step = Frozen<z.infer<typeof stepSchema>>

const passage = z.strictObject({
  phase: z.enum(PHASES),
  in: count,
  /** Went on; what the shadow sample carried on although a filter cut it is not among them. */
  out: count,
})

export const funnelSchema = z.strictObject({
  /** Every `<img>` by what became of it; null where rows did not come from pages. */
  references: z
    .strictObject({
      total: count,
      candidates: count,
      without: z.array(z.strictObject({ kind: z.string(), about: z.string(), n: count })),
    })
    .nullable(),
  candidates: count,
  kept: count,
  /** kept of candidates. */
  rate: rateSchema,
  phases: z.array(passage),
  steps: z.array(stepSchema),
  /** Passages of parts of the candidates. Parts below the minimum are joined under `value: null`. */
  by: z.array(
    z.strictObject({
      axis: z.enum(['language', 'script', 'domain', 'text_kind']),
      parts: z.array(
        z.strictObject({
          value: z.string().nullable(),
          candidates: count,
          kept: count,
          rate: rateSchema,
          /** Candidates that entered each phase, in the order of `phases`. */
          entered: z.array(count),
        }),
      ),
    }),
  ),
})
export type FunnelSection = Frozen<z.infer<typeof funnelSchema>>
