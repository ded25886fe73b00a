import { z } from 'zod'
import { count, type Frozen, rateSchema, section } from './measured.js'

/** Ways in which a site, or somebody for it, asks not to be used. */
export const SIGNALS = [
  'robots_txt',
  'page_directives',
  'picture_directives',
  'page_tdm',
  'picture_tdm',
  'xmp',
  'lists',
] as const
export type Signal = (typeof SIGNALS)[number]

/** The sites (registered domains) behind a number. */
const sitesShape = {
  /** How many; candidates whose site is not known are behind none. */
  sites: count,
  /** Those with most, at most three. */
  top: z.array(z.strictObject({ site: z.string(), left: count })),
}

const signal = z.strictObject({
  signal: z.enum(SIGNALS),
  /** Fields of the recipe that decide. */
  fields: z.array(z.string()),
  /** What of it is obeyed, where the recipe may choose: directives, further names of robots.txt, entries of lists. */
  obeyed: z.array(z.string()),
  /** Why nobody looked for it; null: it was looked for. */
  not_asked: z.string().nullable(),
  /** k candidates were left out of n that came to this point; the counts of the funnel, its shadow rows left out. */
  left: rateSchema,
  /** Rows of the shadow sample, carried past a filter before, that were left out here all the same. */
  shadow: count,
  ...sitesShape,
  /** By what was said, where the ledger tells; null: not told, or rare values joined. Their sum is `left.k`, or there is none. */
  values: z.array(z.strictObject({ value: z.string().nullable(), left: count, sites: count })),
})
export type AskedSignal = Frozen<z.infer<typeof signal>>

const failure = z.strictObject({
  /** A failure code of outcome.ts. */
  code: z.string(),
  /** Of http_status, where the ledger tells it. */
  status: z.number().int().nullable(),
  about: z.string(),
  left: count,
  ...sitesShape,
  /** Of `left`: those that a retry asks for again; null: not known. */
  open: count.nullable(),
})
export type Unanswered = Frozen<z.infer<typeof failure>>

/** What sites asked and was done, and which picture URLs gave no answer. */
export const askedSchema = z.strictObject({
  signals: z.array(signal),
  /** Of candidates that entered fetch, one for each picture URL. */
  unanswered: section(
    z.strictObject({
      rate: rateSchema,
      open: count.nullable(),
      failures: z.array(failure),
    }),
  ),
  /** By kind of site (see `sources`): left out by any signal, of those that entered plan; unanswered, of those that entered fetch. */
  by_kind: z.array(
    z.strictObject({ kind: z.string(), refused: rateSchema, unanswered: rateSchema.nullable() }),
  ),
})
export type AskedSection = Frozen<z.infer<typeof askedSchema>>
