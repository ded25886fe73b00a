import { z } from 'zod'

export const count = z.number().int().nonnegative()
const share = z.number().min(0).max(1)

/** `k` of `n` rows with the 95 % interval clustered by domain; null where there is nothing to say it of. */
export const rateSchema = z.strictObject({
  k: count,
  n: count,
  rate: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
})
export type Rate = Frozen<z.infer<typeof rateSchema>>

/** A ratio of two rates, its 95 % interval over clusters, and what that rests on. */
export const ratioSchema = z.strictObject({
  ratio: z.number().positive(),
  low: z.number().nonnegative(),
  high: z.number().positive(),
  /** Two-sided, of ratio 1; null where the spread is 0. */
  p: z.number().nullable(),
  /** Domains, or buckets of them, that hold a row. */
  clusters: count,
  /** Degrees of freedom behind the interval; small: a few sites carry it. */
  degrees: z.number().nullable(),
})
export type Ratio = Frozen<z.infer<typeof ratioSchema>>

/** Counts per bin of a score: bin `first + i` holds `counts[i]`; bins outside are empty. */
export const binsSchema = z.strictObject({ first: z.number().int(), counts: z.array(count) })
export type Bins = Frozen<z.infer<typeof binsSchema>>

/** A part of the report that this subject has no data for, and why. */
export const notAvailableSchema = z.strictObject({ not_available: z.string() })
export type NotAvailable = Frozen<z.infer<typeof notAvailableSchema>>

export function isAvailable<T extends object>(section: T | NotAvailable): section is T {
  return !('not_available' in section)
}

/** A section, or why it is missing. */
export function section<T extends z.ZodType>(schema: T) {
  return z.union([schema, notAvailableSchema])
}

/** What is only read, all the way down. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T
