import { readFile } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'
import { z } from 'zod'
import { KIND_NAMES, type KindName } from './kinds.js'

const rowSchema = z.object({
  kind: z.enum(KIND_NAMES as readonly [KindName, ...KindName[]]),
  page_url: z.string(),
  image_index: z.number().int().min(0),
  url: z.string(),
  text: z.string().nullable(),
  expected: z.array(z.string()),
})

/**
 * What was planted at one `<img>`. `image_index` counts every `<img>` of the page from 0, as the ledger does; `text`
 * is null without an alt; `expected` are the fates that are right, any one of them.
 */
export type TruthRow = Readonly<z.infer<typeof rowSchema>>

/** Rows of truth.jsonl, one JSON object a line. */
export function writeTruth(rows: readonly TruthRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

/** Reads truth.jsonl. @throws RunError exit 12 if the file is not one. */
export async function readTruth(path: string): Promise<readonly TruthRow[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new RunError('input', `Expected the planted truth in ${path}, got ${String(error)}`, {
      cause: error,
    })
  })
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line, index) => {
    try {
      return rowSchema.parse(JSON.parse(line))
    } catch (error) {
      const where = `line ${index + 1} of ${path}`
      throw new RunError('input', `Expected a planted truth in ${where}, got ${line.slice(0, 100)}`, {
        cause: error,
      })
    }
  })
}
