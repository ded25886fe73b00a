import { resolve } from 'node:path'
import { applyOverrides, parseRecipe } from '../run/load-recipe.js'
import type { RunOptions } from '../run/run-recipe.js'
import { mustReadRun } from '../run/run-record.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { onlyArgument, outFolder, parseFlags, usageError } from './parse-flags.js'
import { parseOverride, runWithProgress } from './run.js'

const SELECT_USAGE = 'warc2dataset select RUN [--set select.path=value …] [--log json]'
const PACK_USAGE = 'warc2dataset pack RUN [--out DIR] [--set select.path=value …] [--log json]'
const FLAGS = { set: { type: 'string', multiple: true }, log: { type: 'string' } } as const

/** `select`: another selection beside the ones there; the dataset stays as it is. */
export async function select(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, SELECT_USAGE)
  const run = onlyArgument(positionals, 'run', SELECT_USAGE)
  return runWithProgress({ ...(await recutOptions(run, values.set ?? [])), until: 'select' }, values.log)
}

/** `pack`: the dataset of a selection. Another cut than the run's own goes to another folder. */
export async function pack(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { ...FLAGS, out: { type: 'string' } }, PACK_USAGE)
  const run = onlyArgument(positionals, 'run', PACK_USAGE)
  const sets = values.set ?? []
  const out = outFolder(values.out, PACK_USAGE)
  if (sets.length > 0 && (out === undefined || resolve(out) === resolve(run))) {
    throw usageError('Expected another folder for --out: a dataset holds exactly one selection', PACK_USAGE)
  }
  const options = await recutOptions(run, sets)
  return runWithProgress(out === undefined ? options : { ...options, packInto: out }, values.log)
}

async function recutOptions(run: string, sets: readonly string[]): Promise<RunOptions> {
  const { recipe, archives } = await mustReadRun(openLocalDisk(run))
  return {
    recipe: parseRecipe(applyOverrides(recipe, sets.map(parseOverride))),
    archives,
    out: run,
    recut: true,
  }
}
