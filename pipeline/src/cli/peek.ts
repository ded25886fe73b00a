import { writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { peekRun } from '../peek/peek-run.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { onlyArgument, outFolder, parseFlags, usageError, wholeNumber } from './parse-flags.js'
import { counted } from './plain-numbers.js'

const USAGE = 'warc2dataset peek RUN [--out FILE] [--count N] [--seed N]'
const FLAGS = { out: { type: 'string' }, count: { type: 'string' }, seed: { type: 'string' } } as const
const FORMATS: Readonly<Record<string, 'png' | 'jpeg'>> = { '.png': 'png', '.jpg': 'jpeg', '.jpeg': 'jpeg' }
const MOST = 200

/** `peek`: a contact sheet of what the current selection kept and cut. */
export async function peek(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const run = onlyArgument(positionals, 'run', USAGE)
  const out = outFolder(values.out, USAGE) ?? join(run, 'peek.jpg')
  const format = FORMATS[extname(out).toLowerCase()]
  if (format === undefined)
    throw usageError(`Expected a name that ends in .png or .jpg for --out, got ${out}`, USAGE)
  const count = wholeNumber(values.count, 'count', 1, USAGE) ?? 20
  if (count > MOST) throw usageError(`Expected at most ${MOST} for --count, got ${count}`, USAGE)
  const seed = wholeNumber(values.seed, 'seed', 0, USAGE) ?? 0
  const { picture, kept, cut } = await peekRun(await openRun(run), { count, seed, format })
  await write(out, picture)
  process.stdout.write(printable(`Wrote ${out}: ${counted(kept, 'picture')} kept, ${cut} cut\n`))
  return 0
}

async function write(path: string, picture: Buffer): Promise<void> {
  await writeFile(path, picture).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOSPC') throw error
    throw new RunError(
      'usage',
      `Expected a file that can be written for --out, got ${path} (${error.code})`,
      {
        cause: error,
      },
    )
  })
}
