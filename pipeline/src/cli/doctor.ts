import { EXIT_CODES } from '@warc2dataset/schemas'
import type { Finding } from '../doctor/finding.js'
import { lookAtMachine } from '../doctor/look-at-machine.js'
import { lookAtProviders } from '../doctor/look-at-providers.js'
import { modelsFolder } from '../models/models-folder.js'
import { listModels } from '../models/pulled-state.js'
import { readPresets } from '../models/read-presets.js'
import { VERSION } from '../version.js'
import { printable } from './exit.js'
import { parseFlags, usageError } from './parse-flags.js'
import { wrapWords } from './wrap-words.js'

const USAGE = 'warc2dataset doctor [--json] [--dir DIR]'

/** `doctor`: what this machine can do. Exit 0 if a run on the CPU is possible. */
export async function doctor(args: readonly string[]): Promise<number> {
  const flags = { json: { type: 'boolean' }, dir: { type: 'string' } } as const
  const { values, positionals } = parseFlags(args, flags, USAGE)
  if (positionals.length > 0) throw usageError(`Expected no argument, got ${positionals.join(' ')}`, USAGE)
  const folder = modelsFolder(values.dir)
  const findings = [
    ...(await lookAtMachine(folder)),
    ...(await lookAtProviders()),
    await pulledModels(folder),
  ]
  const canRun = findings.every(({ state }) => state !== 'missing')
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ version: VERSION, canRun, findings }, null, 2)}\n`
      : printable(describe(findings, canRun)),
  )
  return EXIT_CODES[canRun ? 'ok' : 'model'][0]
}

async function pulledModels(folder: string): Promise<Finding> {
  const pulled = (await listModels(await readPresets(), folder)).filter(({ pulled }) => pulled === 'yes')
  const names = pulled.map(({ preset }) => preset.name)
  return {
    name: 'models',
    state: 'note',
    found: `${names.length === 0 ? 'none pulled' : names.join(', ')} in ${folder}`,
    steps: names.length === 0 ? ['warc2dataset models list shows what can be pulled.'] : [],
  }
}

const MARKS: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok',
  missing: 'MISSING',
  absent: 'absent',
  note: '-',
}
const COLUMNS = 104

/** The findings for a person; `canRun` decides the last line. */
export function describe(findings: readonly Finding[], canRun: boolean): string {
  const width = Math.max(...findings.map(({ name }) => name.length))
  const indent = ' '.repeat(width + 11)
  const lines = findings.flatMap(({ name, state, found, steps }) => {
    const [first = '', ...more] = wrapWords(found, COLUMNS, indent)
    const head = `${MARKS[state].padEnd(7)}  ${name.padEnd(width)}  ${first.trimStart()}`
    return [head, ...more, ...steps.map((step) => `${indent}-> ${step}`)]
  })
  const verdict = canRun
    ? 'A run on the CPU is possible.'
    : 'A run is not possible before what is MISSING is there.'
  return `${lines.join('\n')}\n\n${verdict}\n`
}
