import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Inspection, inspectionSchema, RunError } from '@warc2dataset/schemas'
import { diffInspections } from '@warc2dataset/stages/inspect/diff/diff-inspections'
import { inspect as inspectSubject } from '../inspect/inspect.js'
import { openSubject } from '../inspect/open-subject.js'
import { printable } from './exit.js'
import { inspectLines } from './inspect-lines.js'
import { onlyArgument, outFolder, parseFlags, usageError, wholeNumber } from './parse-flags.js'

const USAGE =
  'warc2dataset inspect RUN|FILE.parquet|FILE.jsonl [--vs OTHER] [--out DIR] [--score COLUMN] [--cut T | --keep-top F] [--lexicon FILE …] [--reference FILE] [--no-images] [--map-points N] [--seed N] [--json] [--quiet]\n       warc2dataset inspect diff A.json B.json'
const FLAGS = {
  vs: { type: 'string' },
  out: { type: 'string' },
  score: { type: 'string' },
  cut: { type: 'string' },
  'keep-top': { type: 'string' },
  lexicon: { type: 'string', multiple: true },
  reference: { type: 'string' },
  'no-images': { type: 'boolean' },
  'map-points': { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
} as const
const MOST_POINTS = 50_000

/** `inspect`: who got in, who was left out, and by which filter: a report, and all its numbers. */
export async function inspect(args: readonly string[]): Promise<number> {
  if (args[0] === 'diff') return diff(args.slice(1))
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const subject = onlyArgument(positionals, 'run or table', USAGE)
  const mapPoints = wholeNumber(values['map-points'], 'map-points', 0, USAGE) ?? MOST_POINTS
  if (mapPoints > MOST_POINTS) {
    throw usageError(`Expected at most ${MOST_POINTS} for --map-points, got ${mapPoints}`, USAGE)
  }
  const wishes = { score: values.score ?? null, whatIf: whatIf(values.cut, values['keep-top']) }
  const seed = wholeNumber(values.seed, 'seed', 0, USAGE) ?? 0
  const out = outFolder(values.out, USAGE) ?? (await besideSubject(subject))
  const stopped = new AbortController()
  const stop = (): void =>
    stopped.abort(new RunError('interrupted', 'Stopped; no report was written or changed'))
  // Once: a second Ctrl-C ends the process at once.
  process.once('SIGINT', stop)
  const found = await inspectSubject({
    subject,
    vs: values.vs ?? null,
    out,
    ...wishes,
    lexicons: values.lexicon ?? [],
    references: values.reference ?? null,
    pictures: values['no-images'] !== true,
    mapPoints,
    seed,
    signal: stopped.signal,
    tell: (about) => {
      if (values.quiet !== true && process.stderr.isTTY)
        process.stderr.write(`inspect: ${printable(about)}\n`)
    },
  }).finally(() => process.off('SIGINT', stop))
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify(found.inspection)}\n`
      : printable(`${inspectLines(found).join('\n')}\n`),
  )
  return 0
}

/** Where a report goes: into a run; nothing is written beside somebody's rows. */
async function besideSubject(subject: string): Promise<string> {
  const { kind } = await openSubject(subject)
  return kind === 'run' ? join(subject, 'inspect') : `${nameOf(subject)}-inspect`
}

function nameOf(path: string): string {
  return basename(path)
    .replace(/\.(parquet|jsonl|ndjson)(\.gz)?$/, '')
    .replaceAll('*', 'all')
}

function whatIf(
  cut: string | undefined,
  keepTop: string | undefined,
): { readonly cut: number } | { readonly fraction: number } | null {
  if (cut !== undefined && keepTop !== undefined) {
    throw usageError('Expected one of --cut and --keep-top, got both', USAGE)
  }
  if (cut !== undefined) {
    const value = cut.trim() === '' ? Number.NaN : Number(cut)
    if (!Number.isFinite(value)) throw usageError(`Expected a number for --cut, got ${cut}`, USAGE)
    return { cut: value }
  }
  if (keepTop === undefined) return null
  const fraction = keepTop.trim() === '' ? Number.NaN : Number(keepTop)
  if (fraction > 0 && fraction <= 1) return { fraction }
  throw usageError(`Expected a share above 0, at most 1, for --keep-top, got ${keepTop}`, USAGE)
}

/** `inspect diff`: exit 1 if the second is worse than the first beyond the stated limits. */
async function diff(args: readonly string[]): Promise<number> {
  const { positionals } = parseFlags(args, {} as const, USAGE)
  const [a, b, ...more] = positionals
  if (a === undefined || b === undefined || more.length > 0) {
    throw usageError(`Expected two files of inspect.json, got ${positionals.length}`, USAGE)
  }
  const { worse, lines } = diffInspections(await readInspection(a), await readInspection(b))
  process.stdout.write(printable(`${[...lines, ...worse.map((line) => `WORSE  ${line}`)].join('\n')}\n`))
  return worse.length === 0 ? 0 : WORSE
}

/** As `diff` itself says of files that differ; a bug would say so on stderr. */
const WORSE = 1

async function readInspection(path: string): Promise<Inspection> {
  const problem = (detail: string): RunError =>
    new RunError('usage', `Expected an inspect.json of this version, got ${path}: ${detail}`)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw problem(error.code ?? error.message)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw problem((error as Error).message)
  }
  const parsed = inspectionSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw problem(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'another shape'}`)
}
