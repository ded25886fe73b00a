import { realpathSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type GenerateOptions, generateArchives, optionProblems } from './generate-archives.js'

const HELP = `Usage: generate-main --out DIR [options]

Writes WARC archives of a made-up crawl, and one JSON line: the files and what a correct engine counts in them.

  --out DIR            where the archives go
  --seed N             the same seed gives the same bytes            (1)
  --archives N         archives                                      (3)
  --pages N            pages per archive                             (40)
  --images N           pictures per page                             (6)
  --pictures N         distinct pictures drawn for the whole set     (150)
  --sites N            sites; the first is by far the biggest        (12)
  --missing F          fraction of picture URLs without a record     (0.08)
  --damaged F          fraction of archives with one damaged member  (0)
  --compression KIND   member, single, plain or mixed                (member)
  --pad BYTES          extra text per page                           (0)
  --huge BYTES         one record of that size in the first archive  (none)
  --planted            add the fixed cases of planted.ts
  --help               this text
`

const NUMBERS = {
  seed: 'seed',
  archives: 'archives',
  pages: 'pagesPerArchive',
  images: 'imagesPerPage',
  pictures: 'distinctPictures',
  sites: 'sites',
  missing: 'missingPictures',
  damaged: 'damagedMembers',
  pad: 'padBytes',
  huge: 'hugeMemberBytes',
} as const satisfies Record<string, keyof GenerateOptions>

const FLAGS = Object.keys(NUMBERS) as readonly (keyof typeof NUMBERS)[]

const STRING = { type: 'string' } as const
const OPTIONS = {
  out: STRING,
  compression: STRING,
  planted: { type: 'boolean' },
  help: { type: 'boolean' },
  seed: STRING,
  archives: STRING,
  pages: STRING,
  images: STRING,
  pictures: STRING,
  sites: STRING,
  missing: STRING,
  damaged: STRING,
  pad: STRING,
  huge: STRING,
} as const

/** Reads the command line; throws if it cannot be understood. Undefined means: help was asked for. */
export function readOptions(
  args: readonly string[],
): (Partial<GenerateOptions> & { outDir: string }) | undefined {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  if (values.help === true) return undefined
  if (values.out === undefined) throw new RangeError('Expected a folder for --out, got nothing')
  const numbers: Partial<Record<(typeof NUMBERS)[keyof typeof NUMBERS], number>> = {}
  for (const flag of FLAGS) {
    const text = values[flag]
    if (text === undefined) continue
    if (text.trim() === '' || Number.isNaN(Number(text))) {
      throw new RangeError(`Expected a number for --${flag}, got ${JSON.stringify(text)}`)
    }
    numbers[NUMBERS[flag]] = Number(text)
  }
  return {
    ...numbers,
    ...(values.compression === undefined ? {} : { compression: readCompression(values.compression) }),
    ...(values.planted === undefined ? {} : { planted: values.planted }),
    outDir: values.out,
  }
}

function readCompression(text: string): GenerateOptions['compression'] {
  const known = (['member', 'single', 'plain', 'mixed'] as const).find((name) => name === text)
  if (known !== undefined) return known
  throw new RangeError(`Expected member, single, plain or mixed for --compression, got ${text}`)
}

/** Runs the command line and gives the exit code: 0 done, 2 wrong usage. */
export async function generateMain(args: readonly string[]): Promise<0 | 2> {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions(args)
  } catch (error) {
    if (!isUsageError(error)) throw error
    return wrongUsage(error.message)
  }
  if (options === undefined) {
    process.stdout.write(HELP)
    return 0
  }
  const problems = optionProblems(options)
  if (problems.length > 0) return wrongUsage(problems.join('\n'))
  process.stdout.write(`${JSON.stringify(await generateArchives(options))}\n`)
  return 0
}

function wrongUsage(message: string): 2 {
  process.stderr.write(`${message}\nTry --help.\n`)
  return 2
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof RangeError) return true
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

const started = process.argv[1]
if (started !== undefined && import.meta.filename === realpathSync(started)) {
  process.exitCode = await generateMain(process.argv.slice(2))
}
