import { z } from 'zod'
import { count, type Frozen, rateSchema, section } from './measured.js'

const silence = z.strictObject({
  /** Null: not known, or parts below the minimum joined. */
  value: z.string().nullable(),
  pages: count,
  text: count,
  missing: count,
  empty: count,
  blank: count,
})

/** What the alts are, before anybody judges them. */
export const anatomySchema = z.strictObject({
  /** What the text is instead of a description; `described`: none of those. */
  classes: z.array(
    z.strictObject({
      class: z.string(),
      about: z.string(),
      /** Of all candidates, and of the kept. */
      candidates: rateSchema,
      kept: rateSchema,
      /** Those of the class that were kept. */
      passed: rateSchema,
    }),
  ),
  /** Pictures on pages by their alt: by site (those with most silent ones) and by language of the page. */
  silence: section(
    z.strictObject({
      total: silence,
      by_domain: z.array(silence),
      by_language: z.array(silence),
    }),
  ),
  /** Texts whose skeleton occurs 20 times or more on one site. */
  templates: section(
    z.strictObject({
      rate: rateSchema,
      kept_rate: rateSchema,
      top: z.array(
        z.strictObject({ domain: z.string(), rows: count, kept: count, texts: count, example: z.string() }),
      ),
    }),
  ),
  kinds: z.array(z.strictObject({ kind: z.string(), candidates: count, kept: rateSchema })),
  /** By code points: bounds [low, high) of tenths of the candidates. */
  lengths: z.array(z.strictObject({ low: count, high: count, candidates: count, kept: rateSchema })),
  /** Rows with a score by length (bins of 8 code points) and score (bins of `score_width` from 0). */
  length_by_score: section(
    z.strictObject({
      score: z.string(),
      score_width: z.number().positive(),
      cells: z.array(z.tuple([count, z.number().int(), count])),
    }),
  ),
  /** Texts with an e-mail address, a telephone number; counted, never shown. */
  personal: z.array(z.strictObject({ kind: z.string(), candidates: count, kept: count })),
})
export type AnatomySection = Frozen<z.infer<typeof anatomySchema>>

/** Words that mark one side of a cut: log-odds ratio with an informative Dirichlet prior, in domains. */
export const wordsSchema = z.strictObject({
  contrasts: z.array(
    z.strictObject({
      id: z.string(),
      /** Names of the two sides. */
      first: z.string(),
      second: z.string(),
      first_rows: count,
      second_rows: count,
      /** Texts were drawn by a hash where there are more than this many. */
      sampled: z.boolean(),
      prior: z.number(),
      /** Words that were common enough: in 20 pairs and 5 domains. */
      words: count,
      /** Ends of the order by z, at most 200 of each. Positive: marks the first side. */
      rows: z.array(
        z.strictObject({
          word: z.string(),
          log_odds: z.number(),
          z: z.number(),
          first_domains: count,
          second_domains: count,
        }),
      ),
    }),
  ),
})
export type WordsSection = Frozen<z.infer<typeof wordsSchema>>
