import { readFile } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'
import { z } from 'zod'

const referencesSchema = z.record(
  z.string(),
  z.strictObject({ share: z.number().min(0).max(1), source: z.string().min(1).max(500) }),
)
export type References = ReadonlyMap<string, { readonly share: number; readonly source: string }>

/**
 * Shares to compare groups with: a JSON object of group id → {share, source}. Without a cited one nothing is called
 * amplified.
 * @throws RunError exit 2 if the file is none.
 */
export async function readReferences(path: string | null): Promise<References> {
  if (path === null) return new Map()
  const problem = (detail: string): RunError =>
    new RunError(
      'usage',
      `Expected a JSON object of group → {share, source} for --reference, got ${path}: ${detail}`,
    )
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw problem(error.code ?? error.message)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw problem((error as Error).message)
  }
  const parsed = referencesSchema.safeParse(value)
  if (parsed.success) return new Map(Object.entries(parsed.data))
  throw problem(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}
