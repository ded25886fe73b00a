import { readFileSync, writeFileSync } from 'node:fs'
import { COMMANDS } from '@warc2dataset/pipeline/cli/help'
import { describe, expect, it } from 'vitest'
import { inCheckout } from '../place.js'
import { readmeTables, withTables } from './readme-tables.js'

const path = inCheckout('README.md')
if (process.env['UPDATE_README'] === '1') writeFileSync(path, withTables(readFileSync(path, 'utf8')))
const readme = readFileSync(path, 'utf8')

describe('README', () => {
  it('says what the schemas say: recipe, columns, reasons, exit codes', () => {
    expect(withTables(readme)).toBe(readme)
  })

  it('has a place for each table, and a sentence for each line', () => {
    for (const [name, body] of Object.entries(readmeTables())) {
      expect(readme).toContain(`<!-- ${name} -->\n${body}`)
      expect(body.split('\n').slice(1).join('\n')).not.toMatch(/\|\s+\|$/m)
    }
  })

  it('would not accept a table that drifted', () => {
    expect(withTables(readme.replace('| 10 |', '| 14 |'))).toBe(readme)
  })

  it('shows every command', () => {
    const shown = readme.replaceAll('npm start', 'warc2dataset demo').replaceAll(/\s+/g, ' ')
    expect(COMMANDS.length).toBeGreaterThan(5)
    for (const [usage] of COMMANDS) {
      const [command] = usage.split(' ')
      expect(shown).toContain(`warc2dataset ${command}`)
    }
  })
})
