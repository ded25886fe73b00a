import { RunError } from '@warc2dataset/schemas'
import { VERSION } from '../version.js'
import { reportError } from './exit.js'
import { HELP } from './help.js'

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) return print(HELP)
  switch (command) {
    case 'run':
      return (await import('./run.js')).run(args)
    case 'demo':
      return (await import('./demo.js')).demo(args)
    case 'select':
      return (await import('./recut.js')).select(args)
    case 'pack':
      return (await import('./recut.js')).pack(args)
    case 'status':
      return (await import('./status.js')).status(args)
    case 'verify':
      return (await import('./verify.js')).verify(args)
    case 'explain':
      return (await import('./explain.js')).explain(args)
    case '--version':
      return print(`${VERSION}\n`)
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return print(HELP)
    default:
      throw new RunError('usage', `Expected a command, got ${command}\n\n${HELP}`)
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(reportError(error)),
)
