import { RunError } from '@warc2dataset/schemas'
import { nearestNames } from '@warc2dataset/stages/where/nearest-names'
import { VERSION } from '../version.js'
import { COMMANDS } from './commands.js'
import { reportError } from './exit.js'
import { commandHelp, overview } from './help.js'

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version') return print(`${VERSION}\n`)
  if (name === undefined || isHelp(name)) {
    const [about] = args
    return print(about === undefined || isHelp(about) ? overview() : helpOf(about))
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw unknownCommand(name)
  return args.some((arg) => arg !== 'help' && isHelp(arg)) ? print(helpOf(name)) : command(args)
}

function isHelp(word: string): boolean {
  return ['help', '--help', '-h'].includes(word)
}

function helpOf(name: string): string {
  const text = commandHelp(name)
  if (text === null) throw unknownCommand(name)
  return text
}

function unknownCommand(name: string): RunError {
  const [nearest] = nearestNames(name, Object.keys(COMMANDS))
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  return new RunError(
    'usage',
    `Expected a command, got ${name}${hint}\nUsage: warc2dataset COMMAND; these are ${Object.keys(COMMANDS).join(', ')}. warc2dataset help tells more`,
  )
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(reportError(error)),
)
