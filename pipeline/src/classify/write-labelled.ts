import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { column, type RowOf, RunError } from '@warc2dataset/schemas'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'

/** What `classify --out` writes: a row per picture. */
export const labelledColumns = {
  key: column('string', 'Key of the sample.'),
  url: column('string', 'Picture URL.'),
  label: column('string', 'Best label.'),
  p: column('float', 'Its probability among the labels; not calibrated.'),
  top: column('string', 'The best labels: JSON array of {label, p}.'),
  by: column('string', 'What gave it: id of the model, name of the labels and 8 digits of their hash.'),
} as const
export type LabelledRow = RowOf<typeof labelledColumns>

export interface LabelledFile {
  readonly write: (rows: readonly LabelledRow[]) => Promise<void>
  /** Puts the file in its place; until then there is none. */
  readonly finish: () => Promise<void>
  /** Leaves nothing behind. Does nothing after `finish`. */
  readonly abort: () => Promise<void>
}

export type LabelledFormat = 'parquet' | 'json'

/** By the file's name; null: neither. */
export function formatOf(path: string): LabelledFormat | null {
  const extension = extname(path).toLowerCase()
  return extension === '.parquet' ? 'parquet' : extension === '.json' ? 'json' : null
}

/**
 * Opens a file of `labelledColumns`: Parquet in order of key, or one JSON array in the order of writing, `top` as an
 * array. @throws RunError exit 2 if it cannot be written there.
 */
export async function openLabelledFile(
  path: string,
  format: LabelledFormat,
  duck: Duck,
  scratch: string,
): Promise<LabelledFile> {
  const target = resolve(path)
  const partial = join(dirname(target), `.${process.pid}.${Date.now()}.part`)
  await orUsage(path, async () => {
    await mkdir(dirname(target), { recursive: true })
    // Asked before the work, not after it.
    await (await open(partial, 'wx')).close()
  })
  const abort = (): Promise<void> => rm(partial, { force: true })
  const place = (): Promise<void> => orUsage(path, () => rename(partial, target))
  if (format === 'parquet') {
    const writer = await openRowWriter(duck, 'labelled', labelledColumns)
    return {
      write: async (rows) => writer.write(rows),
      finish: async () => {
        const made = join(scratch, 'labelled.parquet')
        await writer.finish(made, '"key"')
        await copyFile(made, partial)
        await place()
      },
      abort,
    }
  }
  const file = await open(partial, 'w')
  let isFirst = true
  return {
    write: async (rows) => {
      const lines = rows.map((row) => JSON.stringify({ ...row, top: JSON.parse(row.top) as unknown }))
      if (lines.length === 0) return
      await file.write(`${isFirst ? '[\n' : ',\n'}${lines.join(',\n')}`)
      isFirst = false
    },
    finish: async () => {
      await file.write(isFirst ? '[]\n' : '\n]\n')
      await file.close()
      await place()
    },
    abort: async () => {
      await file.close()
      await abort()
    },
  }
}

/** A full disk keeps its own exit code. */
async function orUsage(path: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined || error.code === 'ENOSPC') throw error
    throw new RunError(
      'usage',
      `Expected a file that can be written for --out, got ${path} (${error.code})`,
      {
        cause: error,
      },
    )
  })
}
