import { readFile } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'
import { nearestNames } from '@warc2dataset/stages/where/nearest-names'
import { z } from 'zod'

/** Groups that no lexicon names. */
const VALUE_GROUP = /^(language|script|tld):/

const referencesSchema = z.record(
  z.string(),
  z.strictObject({ share: z.number().min(0).max(1), source: z.string().min(1).max(500) }),
)
export type References = ReadonlyMap<string, { readonly share: number; readonly source: string }>

/**
 * Shares to compare groups with: a JSON object of group id → {share, source}. Without a cited one nothing is called
 * amplified.
 * @param sets ids of the lexicons' sets.
 * @throws RunError exit 2 if the file is none.
 */
export async function readReferences(path: string | null, sets: ReadonlySet<string>): Promise<References> {
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
  if (!parsed.success) {
    throw problem(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  }
  const unknown = Object.keys(parsed.data).filter((id) => !sets.has(id) && !VALUE_GROUP.test(id))
  if (unknown.length === 0) return new Map(Object.entries(parsed.data))
  const near = unknown.map((id) => [id, nearestNames(id, [...sets])[0]] as const)
  throw problem(
    near
      .map(([id, name]) => `no group ${id}${name === undefined ? '' : `; did you mean ${name}?`}`)
      .join('; '),
  )
}
