import { z } from 'zod'
import { askedSchema } from './asked.js'
import { compareSchema } from './compare.js'
import { funnelSchema } from './funnel.js'
import { groupsSchema } from './groups.js'
import { imagesSchema, mapSchema } from './images.js'
import { type Frozen, section } from './measured.js'
import { languagesSchema, sourcesSchema } from './sources.js'
import { subjectSchema } from './subject.js'
import { anatomySchema, wordsSchema } from './texts.js'
import { thresholdSchema } from './threshold.js'

export const INSPECTION_VERSION = 2

/** A generated sentence, what it does not mean, and the page that shows its numbers. */
const sentence = z.strictObject({ page: z.string(), text: z.string(), caveat: z.string() })
export type Sentence = Frozen<z.infer<typeof sentence>>

/** inspect.json: every number of a report, in this order of keys. What is drawn besides (rows, pictures) is in `Exhibits`. */
export const inspectionSchema = z.strictObject({
  version: z.literal(INSPECTION_VERSION),
  /** Version of warc2dataset. */
  made_by: z.string(),
  subject: subjectSchema,
  overview: z.strictObject({ sentences: z.array(sentence), warnings: z.array(z.string()) }),
  funnel: section(funnelSchema),
  threshold: section(thresholdSchema),
  groups: section(groupsSchema),
  anatomy: section(anatomySchema),
  words: section(wordsSchema),
  sources: section(sourcesSchema),
  asked: section(askedSchema),
  languages: section(languagesSchema),
  images: section(imagesSchema),
  map: section(mapSchema),
  compare: section(compareSchema),
  method: z.strictObject({
    seed: z.number().int(),
    lexicons: z.array(
      z.strictObject({
        id: z.string(),
        version: z.string(),
        axis: z.string(),
        lang: z.string(),
        licence: z.string(),
        sha256: z.string(),
        note: z.string(),
        sets: z.array(
          z.strictObject({
            id: z.string(),
            label: z.string(),
            terms: z.array(z.string()),
            exclude: z.array(z.string()),
          }),
        ),
      }),
    ),
    /** Sums that must agree, and did. */
    checks: z.array(z.strictObject({ check: z.string(), expected: z.number(), got: z.number() })),
    limits: z.array(z.string()),
  }),
})
export type Inspection = Frozen<z.infer<typeof inspectionSchema>>
