import { EXIT_CODES } from '@warc2dataset/schemas'
import { HELP_TEXTS, type HelpText } from './help-texts.js'
import { wrapWords } from './wrap-words.js'

const USUAL_WAY = ['init', 'plan', 'run']
const MACHINE = ['models', 'doctor']
const NAME_COLUMNS = 9

/** Every command as it is typed, without its flags, and what it does. */
export const COMMANDS: readonly (readonly [usage: string, about: string])[] = HELP_TEXTS.map(
  ({ name, args, about }) => [[name, ...args].join(' '), about],
)

/** What `warc2dataset help` prints: each command in one line, and where to go from there. */
export function overview(): string {
  const line = ({ name, about }: HelpText): string => `  ${name.padEnd(NAME_COLUMNS)}${about}`
  const first = HELP_TEXTS.find(({ name }) => name === 'demo')
  return [
    'warc2dataset: from a web crawl to an image-text training set, and an account of who was left out and why.',
    '',
    ...(first === undefined ? [] : ['To see it work:', line(first), '']),
    'Your own dataset, in this order:',
    ...HELP_TEXTS.filter(({ name }) => USUAL_WAY.includes(name)).map(line),
    '',
    'With a run that is there:',
    ...HELP_TEXTS.filter(({ name }) => ![...USUAL_WAY, ...MACHINE, 'demo'].includes(name)).map(line),
    '',
    'Models, and this machine:',
    ...HELP_TEXTS.filter(({ name }) => MACHINE.includes(name)).map(line),
    '',
    `warc2dataset help COMMAND shows its flags and examples, such as: warc2dataset help run`,
    '',
    'Exit codes:',
    ...Object.values(EXIT_CODES).map(([code, about]) => `  ${String(code).padStart(2)}  ${about}`),
    '',
  ].join('\n')
}

/** The help of one command, or null if there is none of that name. */
export function commandHelp(name: string): string | null {
  const text = HELP_TEXTS.find((each) => each.name === name)
  if (text === undefined) return null
  const width = Math.max(0, ...text.flags.map(([flag]) => flag.length))
  return [
    `Usage: warc2dataset ${usage(text)}`,
    '',
    ...wrapWords(text.details ?? `${text.about}.`, TEXT_COLUMNS),
    ...(text.flags.length === 0 ? [] : ['', 'Flags:']),
    ...text.flags.flatMap(([flag, about]) => flagLines(flag, about, width)),
    '',
    'Examples:',
    ...text.examples.flatMap(([command, about]) => [
      `  warc2dataset ${command}`,
      ...wrapWords(about, TEXT_COLUMNS, '      '),
    ]),
    '',
  ].join('\n')
}

function usage({ name, args, flags }: HelpText): string {
  return [name, ...args, ...(flags.length === 0 ? [] : ['[FLAGS]'])].join(' ')
}

const TEXT_COLUMNS = 96

function flagLines(flag: string, about: string, width: number): readonly string[] {
  const indent = ' '.repeat(width + 4)
  const [first = '', ...more] = wrapWords(about, TEXT_COLUMNS, indent)
  return [`  ${flag.padEnd(width)}  ${first.trimStart()}`, ...more]
}
