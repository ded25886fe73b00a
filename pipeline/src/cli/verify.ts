import { EXIT_CODES } from '@warc2dataset/schemas'
import { verifyRun } from '../look/verify-run.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { onlyArgument, parseFlags } from './parse-flags.js'

const USAGE = 'warc2dataset verify RUN [--deep]'

/** `verify`: prints each problem; exit 10 if there is one. */
export async function verify(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { deep: { type: 'boolean' } } as const, USAGE)
  const view = await openRun(onlyArgument(positionals, 'run', USAGE))
  const { commits, files, problems } = await verifyRun(view, { deep: values.deep ?? false })
  for (const problem of problems) process.stderr.write(`${printable(problem)}\n`)
  process.stdout.write(`${commits} commits, ${files} files, ${problems.length} problems\n`)
  return problems.length === 0 ? EXIT_CODES.ok[0] : EXIT_CODES.accounts[0]
}
