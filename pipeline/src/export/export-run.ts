import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { inputOfAll } from '../commits/commits.js'
import type { RunView } from '../phases/phase.js'
import { type AskDisk, freeSpace } from '../storage/free-space.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { clearScratch, scratchOf, sweepScratch } from '../storage/scratch.js'
import { withTempDuck } from '../storage/temp-duck.js'
import { VERSION } from '../version.js'
import { datasetShards } from './dataset-shards.js'
import {
  BEGUN,
  type ExportIdentity,
  IDENTITY,
  partRecordName,
  RECORD,
  readExportFolder,
} from './export-folder.js'
import type { ExportPart } from './export-target.js'
import { type PartRecord, readPart } from './part-record.js'
import { LATENT_TARGETS, TARGETS, type TargetName } from './targets.js'
import { isJudgedByToy } from './toy-rule.js'

export interface ExportOptions {
  readonly to: TargetName
  /** Folder of the export: empty, not there, or begun before. */
  readonly out: string
  readonly allowToy: boolean
  /** Latents beside the pictures; of targets that have them, `LATENT_TARGETS`. */
  readonly latents?: boolean
  /** Told after each part. */
  readonly progress?: (done: number, parts: number) => void
  readonly askDisk?: AskDisk
}

/** What an export came to. */
export interface Exported {
  readonly samples: number
  readonly parts: number
  /** Parts that were there already. */
  readonly found: number
  /** Of all parts. */
  readonly files: number
  readonly bytes: number
}

/** For records, documents and folders. */
const BESIDES = 2 ** 16

/**
 * Writes the dataset of a packed run in the layout that others read. A part is renamed into its place when it is whole
 * and then recorded, so the same call again goes on where the last one was stopped, to the same bytes.
 * @throws RunError exit 2 for a run that is not packed or was judged by a toy model, and for a folder that holds
 * anything else; exit 3 if the disk is too small, before anything is written; exit 10 if bytes are not as before.
 */
export async function exportRun(view: RunView, options: ExportOptions): Promise<Exported> {
  const { to, out, askDisk, latents: withLatents = false } = options
  const shards = await datasetShards(view)
  refuseToy(view, options)
  if (withLatents && !LATENT_TARGETS.includes(to)) {
    throw new RunError('usage', `Expected --to ${LATENT_TARGETS.join(' or ')} for --latents, got ${to}`)
  }
  return withTempDuck(async (duck) => {
    const { parts, documents, beside = null } = await TARGETS[to]({ view, shards, duck, withLatents })
    const identity: ExportIdentity = {
      version: 1,
      warc2dataset: VERSION,
      target: to,
      selection: view.fingerprints.select,
      dataset: inputOfAll('pack', await view.commits('pack')).sha256,
      beside,
    }
    const known = [...parts, ...documents].map(({ name }) => name)
    const before = await readExportFolder(out, identity, known)
    const whole = before === null ? new Set<string>() : await wholeParts(out, before)
    const missing = parts.filter(({ name }) => !whole.has(name))
    await refuseSmallDisk(out, missing, askDisk)
    const disk = openLocalDisk(out)
    await sweepScratch(out)
    await disk.create(IDENTITY, jsonBytes(identity))
    const records: PartRecord[] = []
    for (const part of parts) {
      const recorded = before?.get(part.name)
      records.push(
        recorded !== undefined && whole.has(part.name) ? recorded : await writePart(out, part, recorded),
      )
      options.progress?.(records.length, parts.length)
    }
    const texts: PartRecord[] = []
    for (const { name, text } of documents) {
      await disk.remove(name)
      await disk.create(name, Buffer.from(await text(records)))
      texts.push(await mustRead(out, name))
    }
    await disk.create(RECORD, jsonBytes({ ...identity, parts: records, documents: texts }))
    await clearScratch(out)
    for (const name of [BEGUN, '.tmp']) await rm(join(out, name), { recursive: true, force: true })
    return {
      samples: shards.reduce((sum, { samples }) => sum + samples, 0),
      parts: parts.length,
      found: whole.size,
      files: records.reduce((sum, { files }) => sum + files, 0),
      bytes: records.reduce((sum, { bytes }) => sum + bytes, 0),
    }
  })
}

function refuseToy(view: RunView, { allowToy }: ExportOptions): void {
  if (allowToy || !isJudgedByToy(view)) return
  throw new RunError(
    'usage',
    `Expected --allow-toy for ${view.target.place}, got none: a toy model (${view.scorers[0]?.id}) decided what is in it, which means nothing outside its domain`,
  )
}

async function refuseSmallDisk(
  out: string,
  missing: readonly ExportPart[],
  askDisk: AskDisk | undefined,
): Promise<void> {
  if (missing.length === 0) return
  const needed = missing.reduce((sum, { bytes }) => sum + bytes, BESIDES)
  const free = await freeSpace(out, askDisk)
  if (needed <= free) return
  throw new RunError(
    'disk_full',
    `Expected ${needed} bytes of free disk for --out ${out}, got ${free}; free some, or take another --out`,
  )
}

/** Parts that are there as they were recorded. */
async function wholeParts(
  out: string,
  before: ReadonlyMap<string, PartRecord>,
): Promise<ReadonlySet<string>> {
  const whole = new Set<string>()
  for (const [name, { sha256, bytes }] of before) {
    const now = await readPart(join(out, name), name)
    if (now?.sha256 === sha256 && now.bytes === bytes) whole.add(name)
  }
  return whole
}

async function writePart(
  out: string,
  part: ExportPart,
  recorded: PartRecord | undefined,
): Promise<PartRecord> {
  const scratch = join(scratchOf(out), 'part')
  await rm(scratch, { recursive: true, force: true })
  await mkdir(dirname(scratch), { recursive: true })
  await part.write(scratch)
  const record = await readPart(scratch, part.name)
  const due = part.sha256 ?? recorded?.sha256
  if (record === null || (due !== undefined && record.sha256 !== due)) {
    throw new RunError(
      'accounts',
      `Expected ${part.name} with sha256 ${due}, got ${record?.sha256 ?? 'nothing'}; look at the run with verify --deep`,
    )
  }
  const path = join(out, part.name)
  await mkdir(dirname(path), { recursive: true })
  await rm(path, { recursive: true, force: true })
  await rename(scratch, path)
  const disk = openLocalDisk(out)
  await disk.remove(partRecordName(part.name))
  await disk.create(partRecordName(part.name), jsonBytes(record))
  return record
}

async function mustRead(out: string, name: string): Promise<PartRecord> {
  const record = await readPart(join(out, name), name)
  if (record === null) throw new Error(`Expected ${name} in ${out}, got nothing`)
  return record
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}
