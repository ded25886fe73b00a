import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoRecipe } from '../bundled/demo-recipe.js'
import { planBundled } from '../bundled/plan-bundled.js'
import { printMistakes, printTruthTable } from '../bundled/print-truth-table.js'
import { type JudgedRow, readFates } from '../bundled/read-fates.js'
import { servePictures } from '../bundled/serve-pictures.js'
import { readTruth } from '../bundled/truth.js'
import { type TruthTable, truthTable, worstMistakes } from '../bundled/truth-table.js'
import { BUNDLED_FILES, isWritten, writeBundled } from '../bundled/write-bundled.js'
import { inspect } from '../inspect/inspect.js'
import { loadRecipe } from '../run/load-recipe.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { outFolder, parseFlags, usageError } from './parse-flags.js'
import { runWithProgress, type TellMode, tellMode } from './run.js'

const USAGE = 'warc2dataset demo [--out DIR] [--log json] [--quiet]'
const SEED = 1
const MISTAKES_SHOWN = 2
const MAP_POINTS = 2000

/**
 * `demo`: makes a dataset of a bundled crawl of which everything is known, and says how well that went. Running it
 * again continues, or does nothing, and says the same.
 */
export async function demo(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(
    args,
    { out: { type: 'string' }, log: { type: 'string' }, quiet: { type: 'boolean' } } as const,
    USAGE,
  )
  if (positionals.length > 0) throw usageError(`Expected no argument, got ${positionals.join(' ')}`, USAGE)
  const mode = tellMode(values, USAGE)
  const folder = outFolder(values.out, USAGE) ?? 'demo'
  const { rows, threshold } = await makeDataset(folder, mode)
  const table = truthTable(rows)
  const mistakes = worstMistakes(rows, MISTAKES_SHOWN)
  if (mode === 'json') logEvent('truth_table', { ...table, mistakes })
  else process.stdout.write(printable(`${describe(table, printMistakes(mistakes))}\n`))
  const report = await writeReport(join(folder, 'run'))
  const example = mistakes.kept[0] ?? mistakes.cut[0]
  if (mode === 'json') logEvent('report', { file: report })
  else if (mode === 'live') process.stdout.write(printable(whereToGo(folder, { example, threshold, report })))
  return 0
}

/** Who is in it and who is not: drawn anew each time, in some seconds. */
async function writeReport(run: string): Promise<string> {
  const { html } = await inspect({
    subject: run,
    vs: null,
    out: join(run, 'inspect'),
    score: null,
    whatIf: null,
    lexicons: [],
    references: null,
    pictures: true,
    mapPoints: MAP_POINTS,
    seed: SEED,
    signal: new AbortController().signal,
    tell: () => {},
  })
  return html
}

interface Made {
  readonly rows: readonly JudgedRow[]
  /** The model's own. */
  readonly threshold: number | null
}

async function makeDataset(folder: string, mode: TellMode): Promise<Made> {
  const tell = (text: string): void => void (mode === 'live' && process.stderr.write(`${text}\n`))
  const plan = planBundled(SEED)
  const pages = plan.archives.reduce((sum, { entries }) => sum + entries.length, 0)
  await mkdir(folder, { recursive: true })
  tell(
    `A made-up crawl: ${pages} pages of 12 web sites, with pictures of coloured shapes. What is wrong in it was\n` +
      `put there on purpose, so that the dataset can be compared with the truth. Nothing leaves this machine.`,
  )
  if (await isWritten(plan, folder)) {
    tell(`It is in ${folder} already.`)
  } else {
    tell(
      `Writing its pages and ${plan.pictures.length} pictures to ${folder}; this takes some seconds, once.`,
    )
    await writeBundled(plan, folder)
  }
  const server = await servePictures({ plan, folder })
  try {
    const recipe = join(folder, 'recipe.yaml')
    await writeFile(recipe, demoRecipe(server.resolve))
    const run = join(folder, 'run')
    const loaded = await loadRecipe(recipe)
    await runWithProgress({ ...loaded, out: run }, mode)
    const truth = await readTruth(join(folder, BUNDLED_FILES.truth))
    const rows = await readFates(await openRun(run), truth)
    return { rows, threshold: loaded.scorers[0]?.threshold ?? null }
  } finally {
    await server.close()
  }
}

function describe(table: TruthTable, mistakes: string): string {
  const title = 'Planted truth: what was put into the crawl, and what became of it'
  return [title, '', printTruthTable(table), ...(mistakes === '' ? [] : [mistakes])].join('\n').trimEnd()
}

interface Told {
  readonly example: JudgedRow | undefined
  readonly threshold: number | null
  readonly report: string
}

function whereToGo(folder: string, { example, threshold, report }: Told): string {
  const run = join(folder, 'run')
  const places = [
    [report, 'who is in it, who is not, and why: open it in a browser'],
    [join(run, 'dataset'), 'the pictures (tar), their texts and measurements (Parquet)'],
    [join(folder, 'recipe.yaml'), 'what was asked for, with comments'],
    [join(folder, BUNDLED_FILES.truth), 'what was planted, a line for each <img>'],
  ]
  const stricter = ((threshold ?? 0.3) + 0.1).toFixed(2)
  const commands = [
    [`peek ${quoted(run)}`, 'a contact sheet: kept beside cut, score and text under each'],
    ...(example === undefined
      ? []
      : [[`explain ${quoted(run)} ${example.url}`, 'the way of one picture: a mistake']]),
    [
      `select ${quoted(run)} --set 'select.keep={similarity_toy: ${stricter}}'`,
      'a stricter threshold; no picture is read again',
    ],
  ]
  const width = Math.max(...places.map(([path = '']) => path.length))
  return [
    '',
    'Written:',
    ...places.map(([path = '', about]) => `  ${path.padEnd(width)}  ${about}`),
    '',
    'Next:',
    ...commands.map(([command, about]) => `  npx warc2dataset ${command}\n      ${about}`),
    '',
  ].join('\n')
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

function logEvent(event: string, fields: object): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`)
}
