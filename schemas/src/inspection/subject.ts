import { z } from 'zod'
import { count, type Frozen } from './measured.js'

const hex = z.string().regex(/^[0-9a-f]{64}$/)

/** What was inspected. */
export const subjectSchema = z.strictObject({
  /** `run`: every candidate with its fate. `parquet`: somebody's rows, which tell nothing of what was rejected. */
  kind: z.enum(['run', 'parquet']),
  /** Last part of its path. */
  name: z.string(),
  /** Candidates of a run; rows of Parquet. */
  rows: count,
  /** Archives or lists of a run; files of Parquet. */
  files: count,
  /** Of Parquet: which of its columns was read as what. */
  columns: z.array(z.strictObject({ read_as: z.string(), column: z.string() })),
  scorers: z.array(
    z.strictObject({
      name: z.string(),
      id: z.string(),
      digest: hex,
      toy: z.boolean(),
      threshold: z.number().nullable(),
    }),
  ),
  /** True: a toy model had a say in who was kept; nothing about people is published of it. */
  toy: z.boolean(),
  /** The rules that judged, one a line. */
  judged_by: z.array(z.string()),
  /** First and last date of a page, ms since 1970. */
  dates: z.strictObject({ first: z.number(), last: z.number() }).nullable(),
  /** Fingerprint of the selection; null of Parquet. */
  selection: z.string().nullable(),
  /** Share of candidates that go past filters; null: none. */
  shadow: z.number().nullable(),
})
export type Subject = Frozen<z.infer<typeof subjectSchema>>
