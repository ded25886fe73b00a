import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { filesUnder } from '../commits/commits.js'
import { isLedger } from '../look/is-ledger.js'
import type { RunView } from '../phases/phase.js'
import { withDuckIn } from '../storage/temp-duck.js'
import { type Cell, drawSheet, THUMB } from './draw-sheet.js'
import { judgedBy } from './judged-by.js'
import { readThumbnails } from './read-thumbnails.js'
import { type PeekRow, type PeekSample, sampleRows } from './sample-rows.js'
import { storedFiles } from './stored-files.js'
import { useOwnFont } from './use-own-font.js'

export interface PeekOptions {
  /** Pictures of each side, at most. */
  readonly count: number
  readonly seed: number
  readonly format: 'png' | 'jpeg'
}

/** A contact sheet, and how many pictures of which side are on it. */
export interface Peeked {
  readonly picture: Buffer
  readonly kept: number
  readonly cut: number
}

/**
 * Draws what the current selection kept beside what it cut.
 * @throws RunError exit 2 if nothing was selected yet, or no sample has a picture.
 */
export async function peekRun(view: RunView, options: PeekOptions): Promise<Peeked> {
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-peek-'))
  try {
    const sample = await readSample(view, options, scratch)
    const thumbnails = await readThumbnails(await storedFiles(view, sample.rows), THUMB * THUMB)
    await useOwnFont(scratch)
    const cells = sample.rows.map((row, at) => ({
      isKept: row.is_kept,
      cell: cellOf(row, thumbnails[at] ?? ''),
    }))
    const kept = cells.filter(({ isKept }) => isKept).map(({ cell }) => cell)
    const cut = cells.filter(({ isKept }) => !isKept).map(({ cell }) => cell)
    const order = sample.rows.some(({ similarity }) => similarity !== null)
      ? ', highest similarity first'
      : ''
    const sheet = await drawSheet({
      title: view.target.place,
      notes: [
        ...judgedBy(view),
        `Drawn by seed ${options.seed} over the whole range${order}. Samples whose picture was never stored are not here.`,
      ],
      kept: { title: `KEPT: ${shown(kept.length, sample.kept)}`, cells: kept },
      cut: { title: `CUT: ${shown(cut.length, sample.cut)}`, cells: cut },
    })
    const encoded =
      options.format === 'png'
        ? sheet.png({ palette: false })
        : sheet.flatten({ background: '#ffffff' }).jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    return { picture: await encoded.toBuffer(), kept: kept.length, cut: cut.length }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function readSample(view: RunView, { count, seed }: PeekOptions, scratch: string): Promise<PeekSample> {
  const selection = await view.commits('select')
  if (selection.length === 0) {
    throw new RunError(
      'usage',
      `Expected a run that is through select in ${view.target.place}, got one that is not; run it first`,
    )
  }
  const local = (names: readonly string[]): Promise<string[]> =>
    Promise.all(names.map((name) => view.storage.toLocal(name, scratch)))
  const fetched = filesUnder(await view.commits('fetch'), 'fetched/').filter((name) =>
    name.endsWith('.parquet'),
  )
  return withDuckIn(scratch, async (duck) => {
    const sample = await sampleRows(duck, {
      ledger: await local(filesUnder(selection, 'selections/').filter(isLedger)),
      fetched: await local(fetched),
      count,
      seed,
    })
    if (sample.rows.length > 0) return sample
    throw new RunError('usage', `Expected samples with a picture in ${view.target.place}, got none`)
  })
}

function cellOf(row: PeekRow, picture: Buffer | string): Cell {
  const { similarity, text, reason, filter, original_width, original_height } = row
  const size = `${original_width} × ${original_height}`
  const why = filter === null ? reason : `${reason}: ${filter.replace(/^select\.keep: /, '')}`
  return { picture, similarity, size, text: text ?? '', reason: row.is_kept ? null : why }
}

function shown(shown: number, all: number): string {
  return `${shown} of ${all.toLocaleString('en-US')}`
}
