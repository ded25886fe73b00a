import { z } from 'zod'
import { binsSchema, count, type Frozen, rateSchema, section } from './measured.js'

export const imagesSchema = z.strictObject({
  /** Size of the original: bins of half a doubling, [log2 width · 2, log2 height · 2], rows, kept. */
  sizes: section(z.strictObject({ cells: z.array(z.tuple([count, count, count, count])) })),
  /** Width over height, ln, bins of 0.1. */
  aspects: section(z.strictObject({ width: z.number(), all: binsSchema, kept: binsSchema })),
  /** The same bytes at several URLs. */
  duplicates: section(
    z.strictObject({
      pictures: count,
      rows: count,
      /** Pictures with more than one URL, and the rows that these have. */
      repeated: count,
      repeated_rows: count,
      /** Repeated pictures with more than one text. */
      differing_texts: count,
      /** How many pictures have n URLs: [n, pictures]; the last joins all above. */
      sizes: z.array(z.tuple([count, count])),
      top: z.array(
        z.strictObject({
          sha256: z.string(),
          rows: count,
          texts: count,
          domains: count,
          example: z.string(),
        }),
      ),
    }),
  ),
  /** Numbers measured on the picture: aesthetic, punsafe, pwatermark and the like. */
  heads: z.array(
    z.strictObject({
      column: z.string(),
      by: z.string(),
      toy: z.boolean(),
      width: z.number().positive(),
      all: binsSchema,
      kept: binsSchema,
      missing: count,
      /** Terms of select.where that name the column. */
      cuts: z.array(z.string()),
    }),
  ),
  tags: z.array(
    z.strictObject({
      column: z.string(),
      by: z.string(),
      toy: z.boolean(),
      values: z.array(z.strictObject({ value: z.string(), rows: count, kept: rateSchema })),
    }),
  ),
})
export type ImagesSection = Frozen<z.infer<typeof imagesSchema>>

/** How the map was drawn; its points are in the report only. */
export const mapSchema = z.strictObject({
  scorer: z.string(),
  toy: z.boolean(),
  pictures: count,
  texts: count,
  /** Embeddings that there are. */
  of: count,
  method: z.string(),
  seed: z.number().int(),
  /** Of 15 neighbours, 0 to 1 (Venna and Kaski); of a sample. */
  trustworthiness: z.number().nullable(),
})
export type MapSection = Frozen<z.infer<typeof mapSchema>>
