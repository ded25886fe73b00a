import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Counts, type Recipe, RunError } from '@warc2dataset/schemas'
import { newTally } from '@warc2dataset/stages/extract/archive-tally'
import { readPairs } from '@warc2dataset/stages/extract/read-pairs'
import { isWebPlace } from '@warc2dataset/stages/web/archive/archive-url'
import { inGroups } from '../archives/in-groups.js'
import { STDIN } from '../archives/name-archives.js'
import { runOpener } from '../archives/run-opener.js'
import { copyWebBeginning, webArchiveSize } from '../archives/web-beginning.js'
import { sumCounts } from '../commits/counts.js'
import { openDetect } from '../phases/candidate-line.js'
import { fingerprintsOf } from '../phases/index.js'
import type { Archive } from '../phases/phase.js'
import { countRows } from '../phases/unit-tools.js'
import { checkSources } from '../run/check-sources.js'
import { openView } from '../run/open-view.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { withDuckIn } from '../storage/temp-duck.js'
import { type JudgedSample, judgeSample } from './judge-sample.js'
import { type SampledUnit, type SampleJob, sampleArchive, sampleList } from './sample-line.js'

/** How much there is, in the unit that the estimate scales by: bytes of archives, rows of lists. */
export interface Extent {
  readonly unit: 'bytes' | 'rows'
  readonly total: number
  readonly sampled: number
  /** Archives or lists. */
  readonly files: number
  readonly sampledFiles: number
}

/** What a sample of the source gave. */
export interface Sample extends JudgedSample {
  readonly extent: Extent
  readonly extract: Counts
  /** Time of extract over the sample, one worker. */
  readonly extractMs: number
}

/** Pages of one site do not come in a row in a crawl, so the beginning of an archive is like the rest. */
const ARCHIVE_BYTES = 64 * 2 ** 20
const LIST_ROWS = 100_000
/** Sizes that are asked for at once, of archives on the web. */
const ASKED_AT_ONCE = 8

/**
 * Reads the beginning of up to `files` archives (or lists), spread evenly, through extract, dedup and plan of the
 * recipe. Everything happens in a temporary folder that is removed.
 * @throws RunError exit 12 for an archive that is missing or none; exit 4 for a list without the recipe's columns.
 */
export async function takeSample(
  recipe: Recipe,
  archives: readonly Archive[],
  files: number,
): Promise<Sample> {
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-plan-'))
  const isList = recipe.source.pairs !== undefined
  try {
    const sizes = await inGroups(archives, ASKED_AT_ONCE, (archive) => sizeOf(archive, recipe))
    const chosen = spread(archives, files)
    await checkChosen(recipe, isList ? archives : chosen, scratch)
    const total = isList ? await rowsOfAll(archives, recipe, scratch) : sum(sizes)
    const units: SampledUnit[] = []
    let extractMs = 0
    const detect = await openDetect(recipe)
    for (const [index, archive] of chosen.entries()) {
      const folder = join(scratch, String(index))
      await mkdir(folder)
      const path = isList ? archive.path : await copyBeginning(archive, join(folder, 'beginning'), recipe)
      const started = performance.now()
      units.push(await sampleUnit({ recipe, path, name: archive.name, detect }, folder))
      extractMs += performance.now() - started
      if (!isList) await rm(path)
    }
    const extent: Extent = {
      unit: isList ? 'rows' : 'bytes',
      total,
      sampled: sum(units.map((unit) => unit.extent)),
      files: archives.length,
      sampledFiles: chosen.length,
    }
    const judged = await judgeSample(units, recipe, scratch)
    return { ...judged, extent, extract: sumCounts(units.map(({ counts }) => counts)), extractMs }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Says what run would say of these, before the first is read. */
async function checkChosen(recipe: Recipe, archives: readonly Archive[], scratch: string): Promise<void> {
  const storage = openLocalDisk(join(scratch, 'no-run'))
  const fingerprints = fingerprintsOf(recipe)
  await checkSources(
    openView({
      recipe,
      archives,
      scorers: [],
      annotators: [],
      vae: null,
      storage,
      target: storage,
      fingerprints,
    }),
  )
}

function sampleUnit(
  of: Pick<SampleJob, 'recipe' | 'path' | 'name' | 'detect'>,
  folder: string,
): Promise<SampledUnit> {
  return withDuckIn(folder, async (duck) => {
    const job: SampleJob = { ...of, duck, output: (file) => join(folder, file) }
    if (of.recipe.source.pairs !== undefined) return sampleList(job, LIST_ROWS)
    return sampleArchive(job, (await stat(of.path)).size)
  })
}

async function copyBeginning({ path }: Archive, to: string, recipe: Recipe): Promise<string> {
  if (isWebPlace(path)) await copyWebBeginning(path, to, ARCHIVE_BYTES, runOpener(recipe))
  else await pipeline(createReadStream(path, { end: ARCHIVE_BYTES - 1 }), createWriteStream(to))
  return to
}

/** Rows of all lists, exactly: from the footer of Parquet, others are read. */
function rowsOfAll(lists: readonly Archive[], { source }: Recipe, scratch: string): Promise<number> {
  const { url_column: urlColumn, text_column: textColumn } = source
  return withDuckIn(scratch, async (duck) => {
    const rows: number[] = []
    for (const { path, name } of lists) {
      const tally = newTally()
      if (/\.parquet$/i.test(path)) rows.push(await countRows(duck, path))
      else {
        const { signal } = new AbortController()
        const pairs = readPairs(duck, { path, name, urlColumn, textColumn, tally })
        for await (const _ of pairs.read(signal));
        rows.push(tally.records['row'] ?? 0)
      }
    }
    return sum(rows)
  })
}

async function sizeOf({ path }: Archive, recipe: Recipe): Promise<number> {
  if (isWebPlace(path)) return webArchiveSize(path, runOpener(recipe))
  if (path === STDIN.place)
    throw new RunError('usage', 'plan cannot read standard input: run would find nothing there')
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new RunError('input', `Expected a readable archive for ${path}, got ${error.code}`, {
      cause: error,
    })
  })
  return found.size
}

/** `count` of them, evenly spaced, the first included. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  const n = Math.min(count, all.length)
  return all.filter(
    (_, index) => Math.floor((index * n) / all.length) !== Math.floor(((index - 1) * n) / all.length),
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, n) => all + n, 0)
}
