import { exportRun } from '../export/export-run.js'
import { TARGETS, type TargetName } from '../export/targets.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { onlyArgument, outFolder, parseFlags, usageError } from './parse-flags.js'
import { byteSize, counted } from './plain-numbers.js'

const NAMES = Object.keys(TARGETS) as readonly TargetName[]
const USAGE = `warc2dataset export RUN --to ${NAMES.join('|')} --out DIR [--latents] [--allow-toy]`
const FLAGS = {
  to: { type: 'string' },
  out: { type: 'string' },
  latents: { type: 'boolean' },
  'allow-toy': { type: 'boolean' },
} as const

/** `export`: the dataset of a run in a layout that others read. */
export async function exportDataset(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const run = onlyArgument(positionals, 'run', USAGE)
  const to = NAMES.find((name) => name === values.to)
  if (to === undefined)
    throw usageError(`Expected ${NAMES.join(', ')} for --to, got ${values.to ?? 'none'}`, USAGE)
  const out = outFolder(values.out, USAGE)
  if (out === undefined) throw usageError('Expected a folder for --out, got none', USAGE)
  const { samples, parts, found, files, bytes } = await exportRun(await openRun(run), {
    to,
    out,
    allowToy: values['allow-toy'] === true,
    latents: values.latents === true,
    progress: (done, all) => void process.stderr.write(`${done} of ${counted(all, 'part')}\n`),
  })
  const before = found === 0 ? '' : `; ${counted(found, 'part')} of ${parts} were there already`
  process.stdout.write(
    printable(
      `Wrote ${out} (${to}): ${counted(samples, 'sample')} in ${counted(files, 'file')}, ${byteSize(bytes)}${before}\n`,
    ),
  )
  return 0
}
