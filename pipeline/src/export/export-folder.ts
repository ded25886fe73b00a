import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { z } from 'zod'
import { type PartRecord, partRecordSchema } from './part-record.js'

/** Which export a folder holds: of what, to what, by which version. Paths are not in it: an export is published. */
export const exportIdentitySchema = z.object({
  version: z.literal(1),
  warc2dataset: z.string(),
  target: z.string(),
  /** Fingerprint of select. */
  selection: z.string(),
  /** Hash of what the commits of pack hold: stands for every byte of dataset/. */
  dataset: z.string(),
  /** Hash of what else it is made from: embeddings, latents. Null: nothing else. */
  beside: z.string().nullable().default(null),
})
export type ExportIdentity = z.infer<typeof exportIdentitySchema>

/** Of a finished export. */
export const RECORD = 'export.json'
/** Of one under way: its identity, and a record of each part that is there. */
export const BEGUN = '.export'
const SCRATCH = '.tmp'

const finishedSchema = exportIdentitySchema.extend({ parts: z.array(partRecordSchema) })

/** Name of the record of a part while the export is under way. */
export function partRecordName(part: string): string {
  return `${BEGUN}/parts/${part.replaceAll('/', '__')}.json`
}

export const IDENTITY = `${BEGUN}/identity.json`

/**
 * Looks at the folder of an export: what was written there before, by name of the part; null if nothing was begun.
 * `known` are the paths that the export will hold.
 * @throws RunError exit 2 if it holds anything else.
 */
export async function readExportFolder(
  folder: string,
  identity: ExportIdentity,
  known: readonly string[],
): Promise<ReadonlyMap<string, PartRecord> | null> {
  const entries = await entriesOf(folder)
  if (entries.every((name) => name === BEGUN || name === SCRATCH) && !(await isBegun(folder))) return null
  const there = (await readJson(join(folder, RECORD))) ?? (await readJson(join(folder, IDENTITY)))
  const before = exportIdentitySchema.safeParse(there)
  if (!before.success) throw refuse(folder, `which holds ${entries[0]} and is no export`)
  for (const field of ['target', 'selection', 'dataset', 'beside', 'warc2dataset'] as const) {
    if (before.data[field] !== identity[field])
      throw refuse(
        folder,
        `which holds ${field === 'beside' ? 'an export with other embeddings or latents' : `an export of another ${field}`} (${before.data[field] ?? 'none'}, not ${identity[field] ?? 'none'})`,
      )
  }
  const stray = await findStray(folder, known)
  if (stray !== null) throw refuse(folder, `which also holds ${stray}`)
  const finished = finishedSchema.safeParse(there)
  const records = finished.success ? finished.data.parts : await partRecords(folder)
  return new Map(records.map((record) => [record.name, record]))
}

function refuse(folder: string, what: string): RunError {
  return new RunError(
    'usage',
    `Expected an empty folder, or this export begun before, for --out, got ${folder}, ${what}`,
  )
}

async function isBegun(folder: string): Promise<boolean> {
  return (await readJson(join(folder, IDENTITY))) !== null
}

/** A name that is not of this export: readers of a folder take whatever lies in it. */
async function findStray(folder: string, known: readonly string[]): Promise<string | null> {
  const own = new Set([RECORD, BEGUN, SCRATCH, ...known.flatMap(withParents)])
  const folders = ['', ...new Set(known.flatMap((name) => withParents(name).slice(1)))]
  for (const parent of folders) {
    for (const entry of await entriesOf(join(folder, parent))) {
      const name = parent === '' ? entry : `${parent}/${entry}`
      if (!own.has(name)) return name
    }
  }
  return null
}

/** `a/b/c`, `a/b`, `a`. */
function withParents(name: string): readonly string[] {
  const end = name.lastIndexOf('/')
  return end === -1 ? [name] : [name, ...withParents(name.slice(0, end))]
}

async function partRecords(folder: string): Promise<readonly PartRecord[]> {
  const records: PartRecord[] = []
  for (const name of await entriesOf(join(folder, BEGUN, 'parts'))) {
    const record = partRecordSchema.safeParse(await readJson(join(folder, BEGUN, 'parts', name)))
    // One that cannot be read counts as none: the part is written again.
    if (record.success) records.push(record.data)
  }
  return records
}

/** @throws RunError exit 2 if it is no folder. */
async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    if (code !== 'ENOTDIR') throw error
    throw new RunError('usage', `Expected a folder for --out, got a file in its place: ${folder}`, {
      cause: error,
    })
  }
}

/** Null if there is no file, or it holds no JSON. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof SyntaxError || code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR')
      return null
    throw error
  }
}
