import { z } from 'zod'

const phrase = z.string().min(1).max(200)

const lexiconSet = z.strictObject({
  /**
   * What a match gives, such as `gender.en.woman`. Lexicons of different languages may share an id where the sets are
   * comparable (`country.FR`).
   */
  id: z
    .string()
    .max(100)
    .regex(/^[a-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$/, 'Expected names joined by points'),
  label: z.string().min(1).max(200),
  terms: z.array(phrase).min(1).max(10_000),
  /** Phrases in which a term has another sense. Plain words, no pattern: a file cannot make the matcher slow. */
  exclude: z.array(phrase).max(10_000).default([]),
  /**
   * `word`: words from the first to the last letter. `prefix`: the last word of a term may go on. `cjk-substring`: for
   * scripts without spaces, where every character is a word (katakana, which is written in runs, stays whole).
   */
  match: z.enum(['word', 'prefix', 'cjk-substring']).default('word'),
})

/** A word list of one axis in one language: configs/lexicons/<axis>.<lang>.json, or the reader's own. */
export const lexiconSchema = z.strictObject({
  id: z
    .string()
    .max(100)
    .regex(/^[a-z][a-z0-9_]*\.[a-z]{2,3}$/, 'Expected axis.language'),
  version: z.string().min(1).max(100),
  axis: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** ISO 639-1 (639-2 where that has none). Only texts in this language are looked at. */
  lang: z.string().regex(/^[a-z]{2,3}$/),
  author: z.string().min(1).max(300),
  licence: z.string().min(1).max(100),
  /** What the list cannot tell, for the report. */
  note: z.string().max(2000),
  sets: z.array(lexiconSet).min(1).max(1000),
})
export type Lexicon = z.infer<typeof lexiconSchema>
export type LexiconSet = z.infer<typeof lexiconSet>
