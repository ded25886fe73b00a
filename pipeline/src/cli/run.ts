import { basename, extname, resolve } from 'node:path'
import { PHASES, type PhaseName } from '@warc2dataset/schemas'
import { parse } from 'yaml'
import { type LoadedRecipe, loadRecipe, type Override } from '../run/load-recipe.js'
import type { WantedProvider } from '../run/prepare-scorers.js'
import type { RunOptions, RunReport } from '../run/run-options.js'
import { runRecipe } from '../run/run-recipe.js'
import type { Task } from '../work-source/static-task.js'
import { onInterrupt } from './interrupt.js'
import { onlyArgument, outFolder, parseFlags, usageError, wholeNumber } from './parse-flags.js'
import { openProgress } from './progress.js'
import { printSummary } from './summary.js'

export const RUN_USAGE =
  'warc2dataset run RECIPE [--out DIR] [--set path=value …] [--until PHASE] [--workers N] [--score-workers N] [--task i/n [--wait]] [--block-list FILE …] [--retry-failed] [--provider auto|cpu|webgpu|cuda] [--allow-toy] [--allow-cpu] [--log json] [--quiet]'

/** How a run tells what it does. */
export const TELL_FLAGS = { log: { type: 'string' }, quiet: { type: 'boolean' } } as const

export const RUN_FLAGS = {
  ...TELL_FLAGS,
  out: { type: 'string' },
  set: { type: 'string', multiple: true },
  until: { type: 'string' },
  workers: { type: 'string' },
  'score-workers': { type: 'string' },
  task: { type: 'string' },
  wait: { type: 'boolean' },
  'block-list': { type: 'string', multiple: true },
  provider: { type: 'string' },
  'allow-toy': { type: 'boolean' },
  'allow-cpu': { type: 'boolean' },
  'retry-failed': { type: 'boolean' },
} as const

/** `run`: makes the dataset, or continues. Without --out the run lies in a folder named like the recipe. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, RUN_FLAGS, RUN_USAGE)
  const path = onlyArgument(positionals, 'recipe', RUN_USAGE)
  const mode = tellMode(values, RUN_USAGE)
  const loaded = await loadRecipe(path, overrides(values))
  const out = outFolder(values.out, RUN_USAGE) ?? basename(path, extname(path))
  await runWithProgress(
    {
      ...withBlockLists(loaded, values['block-list'] ?? []),
      out,
      ...(values.until === undefined ? {} : { until: parsePhase(values.until) }),
      ...optional('workers', wholeNumber(values.workers, 'workers', 1, RUN_USAGE)),
      ...optional('scoreWorkers', wholeNumber(values['score-workers'], 'score-workers', 1, RUN_USAGE)),
      ...(values.task === undefined ? {} : { task: parseTask(values.task) }),
      ...(values.provider === undefined ? {} : { provider: parseProvider(values.provider) }),
      wait: values.wait ?? false,
      allowCpu: values['allow-cpu'] ?? false,
      retryFailed: values['retry-failed'] ?? false,
    },
    mode,
  )
  return 0
}

/** `--block-list` adds to the recipe's lists. */
function withBlockLists(loaded: LoadedRecipe, files: readonly string[]): LoadedRecipe {
  if (files.some((file) => file.trim() === '')) {
    throw usageError('Expected a file for --block-list, got an empty name', RUN_USAGE)
  }
  const { fetch } = loaded.recipe
  const block_lists = [...fetch.block_lists, ...files.map((file) => resolve(file))]
  return { ...loaded, recipe: { ...loaded.recipe, fetch: { ...fetch, block_lists } } }
}

export type TellMode = Parameters<typeof openProgress>[0]

/** @throws RunError exit 2 for a --log that is not known. */
export function tellMode(
  { log, quiet }: { readonly log?: string | undefined; readonly quiet?: boolean | undefined },
  usage: string,
): TellMode {
  if (log !== undefined && log !== 'json') throw usageError(`Expected json for --log, got ${log}`, usage)
  if (log === 'json') return 'json'
  return quiet === true ? 'quiet' : 'live'
}

/** Runs with the bars, the JSON log or in silence, Ctrl-C included; prints the summary. */
export async function runWithProgress(options: RunOptions, mode: TellMode): Promise<RunReport> {
  const progress = openProgress(mode)
  const signals = onInterrupt(progress.note)
  try {
    const report = await runRecipe({ ...options, ...signals, log: progress.log })
    progress.close()
    printSummary(report, options.packInto ?? options.out, mode)
    return report
  } finally {
    progress.close()
  }
}

/** `--set` and the flags that stand for one. */
export function overrides(values: {
  readonly set?: readonly string[] | undefined
  readonly 'allow-toy'?: boolean | undefined
}): readonly Override[] {
  const sets = (values.set ?? []).map(parseOverride)
  return values['allow-toy'] === true ? [...sets, ['score.allow_toy', true]] : sets
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]?: V })
}

export function parseOverride(text: string): Override {
  const [, path, value] = /^([\w.]+)=(.*)$/s.exec(text) ?? []
  if (path === undefined) throw usageError(`Expected path=value for --set, got ${text}`, RUN_USAGE)
  return [path, parseValue(value ?? '')]
}

function parseValue(text: string): unknown {
  try {
    return parse(text)
  } catch {
    // Expressions such as `a in ('b')` are no YAML; they are meant as they stand.
    return text
  }
}

function parseProvider(text: string): WantedProvider {
  const provider = (['auto', 'cpu', 'webgpu', 'cuda'] as const).find((name) => name === text)
  if (provider === undefined)
    throw usageError(`Expected auto, cpu, webgpu or cuda for --provider, got ${text}`, RUN_USAGE)
  return provider
}

function parsePhase(text: string): PhaseName {
  const phase = PHASES.find((name) => name === text)
  if (phase === undefined)
    throw usageError(`Expected one of ${PHASES.join(', ')} for --until, got ${text}`, RUN_USAGE)
  return phase
}

function parseTask(text: string): Task {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  if (index === undefined || Number(index) >= Number(count)) {
    throw usageError(`Expected i/n with 0 <= i < n for --task, got ${text}`, RUN_USAGE)
  }
  return { index: Number(index), count: Number(count) }
}
