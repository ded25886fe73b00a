import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { openRun } from '../run/open-run.js'
import { openSearch } from '../search/open-search.js'
import { makeTerm, parseTerm, type QueryTerm } from '../search/query-term.js'
import { buildRunIndex } from '../search/run-index.js'
import { searchLines } from '../search/search-lines.js'
import { type SearchOptions, searchRun } from '../search/search-run.js'
import { printable } from './exit.js'
import { onlyArgument, outFolder, parseFlags, usageError, wholeNumber } from './parse-flags.js'
import { byteSize, counted, grouped } from './plain-numbers.js'

const USAGE =
  'warc2dataset search RUN --text TEXT | --image FILE | --key KEY [--plus TERM …] [--minus TERM …] [--in kept|cut|both] [--side image|text] [--model NAME] [--top N] [--fold sha256|phash] [--exact] [--json] [--out DIR]\n       warc2dataset search RUN --build-index [--side image|text] [--model NAME]'
const FLAGS = {
  text: { type: 'string' },
  image: { type: 'string' },
  key: { type: 'string' },
  plus: { type: 'string', multiple: true },
  minus: { type: 'string', multiple: true },
  in: { type: 'string' },
  side: { type: 'string' },
  model: { type: 'string' },
  top: { type: 'string' },
  fold: { type: 'string' },
  exact: { type: 'boolean' },
  json: { type: 'boolean' },
  out: { type: 'string' },
  'build-index': { type: 'boolean' },
} as const
const MOST = 200

type Values = ReturnType<typeof parseFlags<typeof FLAGS>>['values']

/** `search`: pictures of a run by words, by a picture, or by one of its own, with what became of each. */
export async function search(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const run = onlyArgument(positionals, 'run', USAGE)
  if (values['build-index'] === true) return buildIndex(run, values)
  const out = outFolder(values.out, USAGE)
  const { report, sheet } = await searchRun(await openRun(run), {
    ...searchOptions(values),
    withSheet: out !== undefined,
  })
  const json = `${JSON.stringify(report, null, 2)}\n`
  const written = out === undefined ? null : await writeOut(out, json, sheet ?? Buffer.alloc(0))
  process.stdout.write(
    values.json === true
      ? json
      : printable(`${[...(written === null ? [] : [written, '']), ...searchLines(report)].join('\n')}\n`),
  )
  return 0
}

function searchOptions(values: Values): Omit<SearchOptions, 'withSheet'> {
  const bases = (['text', 'image', 'key'] as const).flatMap((kind): readonly QueryTerm[] => {
    const value = values[kind]
    return value === undefined ? [] : [makeTerm(kind, value, kind)]
  })
  const plus = (values.plus ?? []).map((term) => parseTerm(term, 'plus'))
  const minus = (values.minus ?? []).map((term) => parseTerm(term, 'minus'))
  if (bases.length > 1)
    throw usageError(
      'Expected one of --text, --image and --key, got several: add the others with --plus',
      USAGE,
    )
  if (bases.length + plus.length + minus.length === 0)
    throw usageError('Expected something to look for: --text, --image, --key, --plus or --minus', USAGE)
  const count = wholeNumber(values.top, 'top', 1, USAGE) ?? 20
  if (count > MOST) throw usageError(`Expected at most ${MOST} for --top, got ${count}`, USAGE)
  const which = values.in === undefined ? undefined : oneOf(values.in, 'in', ['kept', 'cut', 'both'] as const)
  return {
    query: { plus: [...bases, ...plus], minus },
    count,
    side: oneOf(values.side ?? 'image', 'side', ['image', 'text'] as const),
    fold: oneOf(values.fold ?? 'sha256', 'fold', ['sha256', 'phash'] as const),
    exact: values.exact === true,
    ...(which === undefined ? {} : { in: which }),
    ...(values.model === undefined ? {} : { model: values.model }),
  }
}

function oneOf<T extends string>(value: string, flag: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value)
  if (found !== undefined) return found
  throw usageError(`Expected ${allowed.join(' or ')} for --${flag}, got ${value}`, USAGE)
}

/** @throws RunError exit 2 if the folder cannot be written. */
async function writeOut(folder: string, json: string, sheet: Buffer): Promise<string> {
  const names = [join(folder, 'search.json'), join(folder, 'sheet.jpg')] as const
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(names[0], json)
    await writeFile(names[1], sheet)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === undefined) throw error
    throw new RunError('usage', `Expected a folder that can be written for --out, got ${folder} (${code})`, {
      cause: error,
    })
  }
  return `Wrote ${names.join(' and ')}`
}

async function buildIndex(run: string, values: Values): Promise<number> {
  const view = await openRun(run)
  const side = oneOf(values.side ?? 'image', 'side', ['image', 'text'] as const)
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-index-'))
  try {
    const { scorer, images, texts } = await openSearch(view, values.model, scratch)
    const embeddings = side === 'image' ? images : texts
    let told = 0
    const built = await buildRunIndex(view, { scorer: scorer.name, side }, embeddings, (rows) => {
      if (rows - told < 100_000) return
      told = rows
      process.stderr.write(`${grouped(rows)} of ${counted(embeddings.rows, 'row')}\n`)
    })
    const { at, queries, value } = built.recall
    process.stdout.write(
      printable(
        `Wrote an index of ${counted(built.rows, 'row')} by ${scorer.name}, ${byteSize(built.bytes)}: recall@${at} ${value.toFixed(3)} against the exact scan, with ${queries} stored rows as queries\n`,
      ),
    )
    return 0
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
