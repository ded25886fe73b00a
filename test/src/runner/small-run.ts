import { readdir } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readCommits } from '@warc2dataset/pipeline/commits/commits'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { fingerprintsOf } from '@warc2dataset/pipeline/phases/index'
import { parseRecipe } from '@warc2dataset/pipeline/run/load-recipe'
import { findRunError } from '@warc2dataset/pipeline/run/run-error'
import type { RunOptions, RunReport } from '@warc2dataset/pipeline/run/run-options'
import { runRecipe } from '@warc2dataset/pipeline/run/run-recipe'
import { openLocalDisk } from '@warc2dataset/pipeline/storage/local-disk'
import { type Commit, PHASES, type PhaseName, type Recipe, type RunError } from '@warc2dataset/schemas'
import { inCheckout } from '../place.js'
import { FAULT_VARIABLE, type Fault } from './fault.js'

const FAULTY_WORKER = pathToFileURL(inCheckout('test/dist/runner/faulty-worker.js'))

export type SmallRun = Pick<RunOptions, 'recipe' | 'archives' | 'scorers' | 'annotators' | 'vae'>

/** A few archives and a recipe over them with several units in extract and in fetch. */
export async function makeSmallRun(folder: string): Promise<SmallRun> {
  const { files } = await generateArchives({
    outDir: folder,
    archives: 3,
    pagesPerArchive: 6,
    distinctPictures: 30,
    sites: 4,
  })
  const recipe = parseRecipe({
    source: { files },
    shadow: 0.2,
    extract: { text: { min_length: 20 } },
    fetch: { shard_size: 20, resize: { max_area: 65_536 } },
  })
  return {
    recipe,
    archives: files.map((path) => ({ name: basename(path), path })),
    scorers: [],
    annotators: [],
    vae: null,
  }
}

/** Runs with workers that misbehave. What it rejects with is what the command line would exit with. */
export async function runWithFault(fault: Fault | null, options: RunOptions): Promise<RunReport> {
  if (fault === null) return runRecipe(options)
  process.env[FAULT_VARIABLE] = JSON.stringify(fault)
  try {
    return await runRecipe({ ...options, workerEntry: FAULTY_WORKER })
  } finally {
    delete process.env[FAULT_VARIABLE]
  }
}

/** The error that the command line would print, or the report if there was none. */
export async function exitOf(run: Promise<RunReport>): Promise<RunError | RunReport> {
  return run.catch((error: unknown) => {
    const known = findRunError(error)
    if (known !== null) return known
    throw error
  })
}

export async function commitsOf(
  out: string,
  recipe: Recipe,
): Promise<Readonly<Record<PhaseName, readonly Commit[]>>> {
  const storage = openLocalDisk(out)
  const fingerprints = fingerprintsOf(recipe)
  const entries = PHASES.map(async (phase) => {
    const commits = await readCommits(storage, phase, fingerprints[phase])
    return [phase, [...commits.values()]] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<PhaseName, readonly Commit[]>
}

/** Every data file of a run: all but run.json, commits, quarantine records and scratch. */
export async function dataFiles(out: string): Promise<readonly string[]> {
  return (await filesIn(out)).filter((name) => !/^(run\.json$|commits\/|quarantine\/|\.tmp\/)/.test(name))
}

export async function scratchFiles(out: string): Promise<readonly string[]> {
  return (await filesIn(out)).filter((name) => name.startsWith('.tmp/'))
}

async function filesIn(out: string): Promise<readonly string[]> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map((entry) => relative(out, join(entry.parentPath, entry.name))).sort()
}
