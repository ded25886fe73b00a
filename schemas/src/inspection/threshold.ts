import { z } from 'zod'
import { binsSchema, count, type Frozen } from './measured.js'

/**
 * Everything that the slider needs. Bin i covers [origin + i·width, origin + (i+1)·width); `origin` is placed so that the
 * cut is an edge, hence the counts at the cut are those of the run.
 */
export const thresholdSchema = z.strictObject({
  /** Column: similarity, or what the reader named. */
  score: z.string(),
  /** Model behind it; null: not told. */
  model: z.string().nullable(),
  toy: z.boolean(),
  /** The cut that was applied; null: none was, and the slider starts at the lowest score. */
  cut: z.number().nullable(),
  origin: z.number(),
  width: z.number().positive(),
  /** Lowest score that is there; below it nothing is known. */
  lowest: z.number(),
  highest: z.number(),
  /** True: rows below the cut are here, too. False: the slider can only go up. */
  knows_below: z.boolean(),
  /** All rows with a score. */
  scored: binsSchema,
  /** Those that every other filter let pass: at threshold t, those at or above t are kept. */
  eligible: binsSchema,
  /** Parts of `eligible`, largest first within an axis; at most 24 languages, 60 groups, 200 domains. */
  parts: z.array(
    z.strictObject({
      axis: z.enum(['language', 'script', 'group', 'domain']),
      id: z.string(),
      label: z.string(),
      bins: binsSchema,
    }),
  ),
  domains: count,
})
export type ThresholdSection = Frozen<z.infer<typeof thresholdSchema>>
