import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Commit, commitSchema, type PhaseName } from '@warc2dataset/schemas'
import { z } from 'zod'

const numbers = z.record(z.string(), z.number())

/** What the commit of one archive says of its records. */
const extractAccountSchema = z.object({
  archive: z.object({
    name: z.string(),
    bytes: z.number(),
    recordBytes: z.number(),
    gapBytes: z.number(),
    truncated: z.boolean(),
    compression: z.enum(['member', 'single', 'plain']),
  }),
  records: numbers,
  gaps: numbers,
  responses: numbers,
  pages: numbers,
  images: numbers,
})
export type ExtractAccount = z.infer<typeof extractAccountSchema>

/** The commits of a phase in a run's folder, in unit order, read from the disk alone. */
export async function commitsOf(out: string, phase: PhaseName): Promise<readonly Commit[]> {
  const folder = join(out, 'commits', phase)
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => commitSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  )
}

/** The account of records of each archive. */
export async function extractAccounts(out: string): Promise<readonly ExtractAccount[]> {
  return (await commitsOf(out, 'extract')).map(({ account }) => extractAccountSchema.parse(account))
}

/** Sum of the values, those of `except` left out. */
export function sum(counts: Readonly<Record<string, number>>, except: readonly string[] = []): number {
  return Object.entries(counts).reduce((total, [name, n]) => (except.includes(name) ? total : total + n), 0)
}
