import { open, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { query } from '../bad-input/query.js'
import { filesOf } from '../bad-input/temp-folder.js'
import type { FetchedBefore } from './fetched-before.js'

/** Where no trace of a blocked picture may be. What lies upstream is the input, and names it. */
export const DOWNSTREAM = ['fetched', 'ledger', 'scored', 'selections', 'dataset', 'commits'] as const

/** Strings that lead to a picture; its text only if no other candidate has it. */
export function needlesOf(picture: FetchedBefore, isOwnText: boolean): readonly string[] {
  const { hostname, pathname } = new URL(picture.url)
  const { id, sha256, md5, phash, text } = picture
  return [`${hostname}${pathname}`, String(id), sha256, md5, phash, ...(isOwnText ? [text] : [])]
}

/** The picture as a run without lists stored it. */
export async function storedPicture(out: string, { at }: FetchedBefore): Promise<Buffer> {
  const file = await open(join(out, 'fetched', `${at.shard}.tar`))
  try {
    return (await file.read(Buffer.alloc(at.size), 0, at.size, at.offset)).buffer
  } finally {
    await file.close()
  }
}

export interface Trace {
  readonly file: string
  /** Of a picture its size. */
  readonly needle: string
}

/** For messages, and to look for in traces. */
export function nameOf(needle: string | Buffer): string {
  return typeof needle === 'string' ? needle : `picture of ${needle.length} bytes`
}

/**
 * Each needle that is in a file of these folders: in its bytes as they lie there, and, of a
 * Parquet file, in its rows as a DuckDB of our own prints them.
 */
export async function findTraces(
  out: string,
  folders: readonly string[],
  needles: readonly (string | Buffer)[],
): Promise<readonly Trace[]> {
  const found: Trace[] = []
  for (const folder of folders) {
    for (const path of (await filesOf(join(out, folder))) ?? []) {
      const bytes = await readFile(path)
      const rows = path.endsWith('.parquet') ? await printedRows(path) : ''
      for (const needle of needles) {
        const isThere = bytes.includes(needle) || (typeof needle === 'string' && rows.includes(needle))
        if (isThere) found.push({ file: relative(out, path), needle: nameOf(needle) })
      }
    }
  }
  return found
}

async function printedRows(path: string): Promise<string> {
  const rows = await query(`SELECT t::VARCHAR AS line FROM read_parquet('${path}') t`)
  return rows.map(({ line }) => String(line)).join('\n')
}
