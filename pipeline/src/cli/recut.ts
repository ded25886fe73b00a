import { resolve } from 'node:path'
import { annotatorsNamed } from '../run/annotator-records.js'
import { applyOverrides, type Override, parseRecipe } from '../run/load-recipe.js'
import { openRun } from '../run/open-run.js'
import type { RunOptions } from '../run/run-options.js'
import { scorersNamed } from '../run/scorer-records.js'
import { onlyArgument, outFolder, parseFlags, usageError } from './parse-flags.js'
import { overrides, runWithProgress, TELL_FLAGS, tellMode } from './run.js'

const SELECT_USAGE =
  'warc2dataset select RUN [--set select.path=value …] [--allow-toy] [--log json] [--quiet]'
const PACK_USAGE =
  'warc2dataset pack RUN [--out DIR] [--set select.path=value …] [--allow-toy] [--log json] [--quiet]'

export const SELECT_FLAGS = {
  ...TELL_FLAGS,
  set: { type: 'string', multiple: true },
  'allow-toy': { type: 'boolean' },
} as const

export const PACK_FLAGS = { ...SELECT_FLAGS, out: { type: 'string' } } as const

/** `select`: another selection beside the ones there; the dataset stays as it is. */
export async function select(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, SELECT_FLAGS, SELECT_USAGE)
  const run = onlyArgument(positionals, 'run', SELECT_USAGE)
  const mode = tellMode(values, SELECT_USAGE)
  await runWithProgress({ ...(await recutOptions(run, overrides(values))), until: 'select' }, mode)
  return 0
}

/** `pack`: the dataset of a selection. Another cut than the run's own goes to another folder. */
export async function pack(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, PACK_FLAGS, PACK_USAGE)
  const run = onlyArgument(positionals, 'run', PACK_USAGE)
  const mode = tellMode(values, PACK_USAGE)
  const sets = overrides(values)
  const out = outFolder(values.out, PACK_USAGE)
  if (sets.length > 0 && (out === undefined || resolve(out) === resolve(run))) {
    throw usageError('Expected another folder for --out: a dataset holds exactly one selection', PACK_USAGE)
  }
  const options = await recutOptions(run, sets)
  await runWithProgress(out === undefined ? options : { ...options, packInto: out }, mode)
  return 0
}

/** The run as it was last judged, with other wishes. */
async function recutOptions(run: string, sets: readonly Override[]): Promise<RunOptions> {
  const { recipe, archives, vae, storage } = await openRun(run)
  const wanted = applyOverrides(recipe, sets) as typeof recipe
  const scorers = await scorersNamed(storage, wanted.score?.models ?? [])
  const annotators = await annotatorsNamed(storage, wanted.annotate ?? { heads: [], tags: [] })
  const judged = parseRecipe(wanted, scorers, annotators)
  return { recipe: judged, archives, scorers, annotators, vae, out: run, recut: true, until: 'pack' }
}
