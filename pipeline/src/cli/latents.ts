import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { compareLatents } from '../latents/compare-latents.js'
import { drawComparison } from '../latents/draw-comparison.js'
import { runLatents } from '../latents/latent-shards.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { comparisonLines, latentLines } from './latent-lines.js'
import { onlyArgument, outFolder, parseFlags, usageError, wholeNumber } from './parse-flags.js'
import { counted } from './plain-numbers.js'

const USAGE =
  'warc2dataset latents RUN [--check] [--out FILE.png] [--samples N] [--provider auto|cpu|webgpu|cuda]'
const FLAGS = {
  check: { type: 'boolean' },
  out: { type: 'string' },
  samples: { type: 'string' },
  provider: { type: 'string' },
} as const
const PROVIDERS = ['auto', 'cpu', 'webgpu', 'cuda'] as const

/** Samples of a bucket on the sheet. */
const SHOWN = 4

/** `latents`: what latents a run has; with --check, what they decode to. */
export async function latents(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const run = onlyArgument(positionals, 'run', USAGE)
  const { check, ...ofCheck } = values
  if (check !== true) {
    const [flag] = Object.keys(ofCheck)
    if (flag !== undefined) throw usageError(`Expected --check for --${flag}, got none`, USAGE)
    return print(latentLines(await runLatents(await openRun(run))))
  }
  const out = outFolder(values.out, USAGE) ?? join(run, 'latents-check.png')
  if (!out.toLowerCase().endsWith('.png'))
    throw usageError(`Expected a name that ends in .png for --out, got ${out}`, USAGE)
  const samples = wholeNumber(values.samples, 'samples', 1, USAGE) ?? 20
  const wanted = values.provider ?? 'auto'
  const provider = PROVIDERS.find((name) => name === wanted)
  if (provider === undefined)
    throw usageError(`Expected ${PROVIDERS.join(', ')} for --provider, got ${wanted}`, USAGE)
  const view = await openRun(run)
  const comparison = await compareLatents(view, { samples, shown: SHOWN, provider })
  await write(out, await drawComparison(comparison, view.target.place))
  const shown = comparison.buckets.reduce((sum, bucket) => sum + bucket.shown.length, 0)
  return print([...comparisonLines(comparison), '', `Wrote ${out}: ${counted(shown, 'picture')}`])
}

function print(lines: readonly string[]): number {
  process.stdout.write(printable(`${lines.join('\n')}\n`))
  return 0
}

async function write(path: string, picture: Buffer): Promise<void> {
  await writeFile(path, picture).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOSPC') throw error
    const message = `Expected a file that can be written for --out, got ${path} (${error.code})`
    throw new RunError('usage', message, { cause: error })
  })
}
