import { realpathSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type TrainingSetOptions, writeTrainingSet } from './write-training-set.js'

const HELP = `Usage: write-training-set-main --out DIR [options]

Writes the training set of the toy model (stages/models/toy/train.py): made-up scenes and captions.

  --out DIR    where it goes
  --seed N     the same seed gives the same set    (1)
  --count N    images                              (40000)
  --help       this text
`

const STRING = { type: 'string' } as const

/** Reads the command line. Undefined: help was asked for. Throws if it cannot be understood. */
export function readOptions(args: readonly string[]): TrainingSetOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: { out: STRING, seed: STRING, count: STRING, help: { type: 'boolean' } },
    strict: true,
  })
  if (values.help === true) return undefined
  if (values.out === undefined) throw new RangeError('Expected a folder for --out, got nothing')
  const count = Number(values.count ?? 40_000)
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`Expected a whole number above 0 for --count, got ${values.count}`)
  }
  return { outDir: values.out, seed: values.seed ?? '1', count }
}

const started = process.argv[1]
if (started !== undefined && import.meta.filename === realpathSync(started)) {
  let options: TrainingSetOptions | undefined
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error
    process.stderr.write(`${error.message}\nTry --help.\n`)
    process.exit(2)
  }
  if (options === undefined) process.stdout.write(HELP)
  else await writeTrainingSet(options)
}
