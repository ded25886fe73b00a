import { z } from 'zod'
import { count, type Frozen, rateSchema } from './measured.js'
import { subjectSchema } from './subject.js'

/** Two subjects side by side: `a` is the one inspected, `b` the other. */
export const compareSchema = z.strictObject({
  other: subjectSchema,
  /** Why numbers of the two must not be read against each other: other scorers, other sources; empty: none known. */
  cautions: z.array(z.string()),
  /** Same measure on both. */
  rates: z.array(
    z.strictObject({ id: z.string(), label: z.string(), a: rateSchema.nullable(), b: rateSchema.nullable() }),
  ),
  /** By picture URL: of the rows that each kept. */
  overlap: z.strictObject({
    both: count,
    only_a: count,
    only_b: count,
    /** Of only_a: rows that b had, too, but cut; the rest b never saw. Null: b keeps no record of what it cut. */
    cut_by_b: count.nullable(),
    cut_by_a: count.nullable(),
  }),
  /** Shares among the kept. */
  shares: z.array(
    z.strictObject({
      axis: z.enum(['language', 'script', 'domain', 'tld', 'text_class', 'group']),
      divergence: z.number().nullable(),
      parts: z.array(z.strictObject({ value: z.string(), label: z.string(), a: count, b: count })),
    }),
  ),
  /** Both scored the same rows: how they agree at the same share passed (M26). */
  models: z
    .strictObject({
      a: z.string(),
      b: z.string(),
      rows: count,
      fraction: z.number(),
      both: count,
      only_a: count,
      only_b: count,
      neither: count,
      kappa: z.number().nullable(),
    })
    .nullable(),
})
export type CompareSection = Frozen<z.infer<typeof compareSchema>>
