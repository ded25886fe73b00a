import { RunError } from '@warc2dataset/schemas'
import type { z } from 'zod'

/**
 * Reads a small JSON object of a run.
 * @throws RunError exit 10 that names the file and what is wrong with it: somebody else wrote or cut it.
 */
export function parseStored<T extends z.ZodType>(schema: T, bytes: Buffer, name: string): z.output<T> {
  const result = schema.safeParse(parseJson(bytes))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new RunError(
    'accounts',
    `Expected ${name} as warc2dataset wrote it, got ${issue?.message ?? 'something else'} at ${issue?.path.join('.') || 'the top'}`,
  )
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
