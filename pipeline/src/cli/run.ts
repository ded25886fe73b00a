import { basename, extname } from 'node:path'
import { PHASES, type PhaseName } from '@warc2dataset/schemas'
import { parse } from 'yaml'
import { loadRecipe, type Override } from '../run/load-recipe.js'
import { type RunOptions, runRecipe } from '../run/run-recipe.js'
import type { Task } from '../work-source/static-task.js'
import { onInterrupt } from './interrupt.js'
import { onlyArgument, outFolder, parseFlags, usageError, wholeNumber } from './parse-flags.js'
import { openProgress, printSummary } from './progress.js'

export const RUN_USAGE =
  'warc2dataset run RECIPE [--out DIR] [--set path=value …] [--until PHASE] [--workers N] [--task i/n [--wait]] [--log json]'

const FLAGS = {
  out: { type: 'string' },
  set: { type: 'string', multiple: true },
  until: { type: 'string' },
  workers: { type: 'string' },
  task: { type: 'string' },
  wait: { type: 'boolean' },
  log: { type: 'string' },
} as const

/** `run`: makes the dataset, or continues. Without --out the run lies in a folder named like the recipe. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, RUN_USAGE)
  const path = onlyArgument(positionals, 'recipe', RUN_USAGE)
  const loaded = await loadRecipe(path, (values.set ?? []).map(parseOverride))
  const out = outFolder(values.out, RUN_USAGE) ?? basename(path, extname(path))
  return runWithProgress(
    {
      ...loaded,
      out,
      ...(values.until === undefined ? {} : { until: parsePhase(values.until) }),
      ...optional('workers', wholeNumber(values.workers, 'workers', 1, RUN_USAGE)),
      ...(values.task === undefined ? {} : { task: parseTask(values.task) }),
      wait: values.wait ?? false,
    },
    values.log,
  )
}

/** Runs with the progress bar or the JSON log, Ctrl-C included; prints the summary. */
export async function runWithProgress(options: RunOptions, logMode: string | undefined): Promise<number> {
  if (logMode !== undefined && logMode !== 'json')
    throw usageError(`Expected json for --log, got ${logMode}`, RUN_USAGE)
  const progress = openProgress(logMode === 'json')
  const signals = onInterrupt(progress.note)
  try {
    const report = await runRecipe({ ...options, ...signals, log: progress.log })
    progress.close()
    printSummary(report, options.packInto ?? options.out, logMode === 'json')
    return 0
  } finally {
    progress.close()
  }
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
