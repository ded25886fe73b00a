import { z } from 'zod'
import { count, type Frozen, rateSchema, ratioSchema } from './measured.js'

/** Rows with a feature in common: texts that mention a lexicon's set, are in a language, or stand on a top-level domain. */
export const groupSchema = z.strictObject({
  id: z.string(),
  /** gender, lgbtq …: a lexicon's; language, script, tld. */
  axis: z.string(),
  label: z.string(),
  /** Language of the texts that were looked at; null: all. */
  lang: z.string().nullable(),
  /** True: a finding would be about people. */
  people: z.boolean(),
  candidates: count,
  kept: count,
  /** Share of this group among the kept over its share among the candidates (M8), and ln of that by phase (M9). */
  amplification: ratioSchema.nullable(),
  by_phase: z.array(z.strictObject({ phase: z.string(), entered: count, log: z.number().nullable() })),
  /** A share that the reader supplied and cited; null: none, and then nothing is called amplified. */
  reference: z.strictObject({ share: z.number(), source: z.string() }).nullable(),
})
export type Group = Frozen<z.infer<typeof groupSchema>>

/**
 * How often a step cut a group, beside all other rows that the step saw. Ratios are of exclusion rates: above 1, more of
 * the group was cut.
 */
export const exclusionSchema = z.strictObject({
  group: z.string(),
  /** Id of a step; `all`: any reason, over all candidates. */
  step: z.string(),
  /** `measured`; `too_few`: below the minimum, no ratio; `withheld`: about people, and a toy judged. */
  status: z.enum(['measured', 'too_few', 'withheld']),
  group_rate: rateSchema.nullable(),
  rest_rate: rateSchema.nullable(),
  /** Difference of the two, Newcombe's interval. */
  difference: z.strictObject({ difference: z.number(), low: z.number(), high: z.number() }).nullable(),
  crude: ratioSchema.nullable(),
  /** Mantel–Haenszel over language × length × kind of site. */
  adjusted: ratioSchema.nullable(),
  /** Lowest and highest ratio among the strata that are large enough. */
  strata: z.strictObject({ low: z.number(), high: z.number(), strata: count }).nullable(),
  /** Rows that the group would need for an interval of ±20 %. */
  needed: z.number().nullable(),
  /** Benjamini–Hochberg over the family; null: no p. */
  q: z.number().nullable(),
  /** q below alpha and the adjusted interval outside the indifference zone. */
  flagged: z.boolean(),
  /** The same among the shadow sample; null: none, or too few. */
  shadow: z
    .strictObject({ group_rate: rateSchema, rest_rate: rateSchema, crude: ratioSchema.nullable() })
    .nullable(),
})
export type Exclusion = Frozen<z.infer<typeof exclusionSchema>>

export const groupsSchema = z.strictObject({
  /** Why nothing about people is told; null: it is. */
  withheld: z.string().nullable(),
  minimum: z.strictObject({ rows: count, expected: count }),
  zone: z.tuple([z.number(), z.number()]),
  alpha: z.number(),
  /** The hypotheses that q is about; `too_few`: groups below the minimum at a single step, which have no exclusion there. */
  families: z.array(z.strictObject({ axis: z.string(), step: z.string(), tests: count, too_few: count })),
  /** Registered domains, and how many clusters they were put into. */
  domains: count,
  clusters: count,
  groups: z.array(groupSchema),
  exclusions: z.array(exclusionSchema),
  /** Mentions of an occupation with and without a gendered word (M2); null: withheld, or none. */
  occupations: z
    .array(
      z.strictObject({
        set: z.string(),
        label: z.string(),
        mentions: count,
        woman: count,
        man: count,
        both: count,
        neither: count,
        /** ln odds of woman over man words beside all other texts; null: too few. */
        log_odds: z.strictObject({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      }),
    )
    .nullable(),
})
export type GroupsSection = Frozen<z.infer<typeof groupsSchema>>
