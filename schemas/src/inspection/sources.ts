import { z } from 'zod'
import { count, type Frozen, rateSchema } from './measured.js'

const concentration = z.strictObject({
  rows: count,
  parts: count,
  gini: z.number().nullable(),
  hhi: z.number().nullable(),
  top1: z.number().nullable(),
  top10: z.number().nullable(),
  top100: z.number().nullable(),
  /** exp of the entropy: as many equal parts would be as varied. */
  effective: z.number().nullable(),
})
export type Concentration = Frozen<z.infer<typeof concentration>>

const part = z.strictObject({
  value: z.string().nullable(),
  candidates: count,
  kept: count,
  rate: rateSchema,
})

export const sourcesSchema = z.strictObject({
  concentration: z.array(
    z.strictObject({
      axis: z.enum(['domain', 'tld', 'language']),
      before: concentration,
      after: concentration,
    }),
  ),
  /** Share of rows (y) on the smallest share x of the domains, in hundredths. */
  lorenz: z.strictObject({ before: z.array(z.number()), after: z.array(z.number()) }),
  /** Most candidates or most kept, at most 50 each. */
  domains: z.array(part),
  tlds: z.array(part),
  site_kinds: z.array(part),
})
export type SourcesSection = Frozen<z.infer<typeof sourcesSchema>>

export const languagesSchema = z.strictObject({
  /** What told the language, and what it cannot. */
  told_by: z.string(),
  /** Jensen–Shannon divergence between before and after, bits. */
  divergence: z.number().nullable(),
  script_divergence: z.number().nullable(),
  languages: z.array(part),
  scripts: z.array(part),
  /** Where the page declares a language and the text has one: how often they agree. */
  declared: z.strictObject({ both: count, agree: count }).nullable(),
})
export type LanguagesSection = Frozen<z.infer<typeof languagesSchema>>
