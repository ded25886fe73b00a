import { printable, reportError } from '@warc2dataset/pipeline/cli/exit'
import { onInterrupt } from '@warc2dataset/pipeline/cli/interrupt'
import { openProgress } from '@warc2dataset/pipeline/cli/progress'
import { accept } from './accept.js'
import { parseArguments } from './arguments.js'
import { reportLines } from './report-lines.js'

/**
 * `npm run accept -- --clip DIR --warc FILE`: our scores beside open_clip's, with trained weights. Exit 0 if every cosine
 * is within ε, 1 if not, 2 and above as the command line of the product has it.
 */
async function main(args: readonly string[]): Promise<number> {
  const options = parseArguments(args)
  const progress = openProgress('live')
  try {
    const { report, place } = await accept(options, { ...onInterrupt(progress.note), log: progress.log })
    process.stdout.write(printable(`${reportLines(report).join('\n')}${place}\n`))
    return report.accepted ? 0 : 1
  } finally {
    progress.close()
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(reportError(error)),
)
