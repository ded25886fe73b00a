import { availableParallelism } from 'node:os'
import { basename, extname } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { estimateRun } from '../estimate/estimate-run.js'
import { takeSample } from '../estimate/take-sample.js'
import { loadRecipe } from '../run/load-recipe.js'
import { freeSpace } from '../storage/free-space.js'
import { printable } from './exit.js'
import { onlyArgument, outFolder, parseFlags, wholeNumber } from './parse-flags.js'
import { byteSize } from './plain-numbers.js'
import { planLines } from './plan-lines.js'
import { overrides } from './run.js'

const USAGE = 'warc2dataset plan RECIPE [--out DIR] [--set path=value …] [--sample N]'
const FLAGS = {
  out: { type: 'string' },
  set: { type: 'string', multiple: true },
  sample: { type: 'string' },
} as const

/** `plan`: what a recipe would give and cost, from a sample. Makes no request and writes nothing. */
export async function plan(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const path = onlyArgument(positionals, 'recipe', USAGE)
  const files = wholeNumber(values.sample, 'sample', 1, USAGE) ?? 2
  const out = outFolder(values.out, USAGE) ?? basename(path, extname(path))
  const { recipe, archives } = await loadRecipe(path, overrides(values))
  const sample = await takeSample(recipe, archives, files)
  const estimate = estimateRun(sample, recipe, availableParallelism())
  const freeBytes = await freeSpace(out)
  process.stdout.write(printable(`${planLines(sample, estimate, recipe, { out, freeBytes }).join('\n')}\n`))
  const { low } = estimate.diskBytes
  if (low <= freeBytes) return 0
  throw new RunError(
    'disk_full',
    `Expected ${byteSize(low)} of disk for ${out}, got ${byteSize(freeBytes)} free; take another --out, or cut with plan.where`,
  )
}
