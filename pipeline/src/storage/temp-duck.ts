import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duck, useDuck } from '@warc2dataset/stages/parquet/duck'

/** The same in a folder that is the caller's. */
export function withDuckIn<T>(scratch: string, use: (duck: Duck) => Promise<T>): Promise<T> {
  return useDuck({ scratch, memoryBytes: 2 ** 30, threads: 2 }, use)
}

/**
 * A DuckDB outside a unit, to look at a run: with a temporary folder for what it spills and what is copied for it; both
 * are gone afterwards.
 */
export async function withTempDuck<T>(use: (duck: Duck, scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-duck-'))
  try {
    return await withDuckIn(scratch, (duck) => use(duck, scratch))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
