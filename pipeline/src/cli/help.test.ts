import { describe, expect, it, vi } from 'vitest'
import { COMMANDS } from './commands.js'
import { commandHelp, overview } from './help.js'
import { HELP_TEXTS } from './help-texts.js'

const seen = vi.hoisted(() => ({ flags: [] as string[] }))
vi.mock('./parse-flags.js', async (original) => ({
  ...(await original<object>()),
  parseFlags: (_args: unknown, flags: object) => {
    seen.flags = Object.keys(flags)
    throw new Error('flags were seen')
  },
}))

/** The flags that a command parses: it reads them before anything else. */
async function parsedFlags(name: string): Promise<readonly string[]> {
  seen.flags = []
  await expect(COMMANDS[name]?.([])).rejects.toThrow('flags were seen')
  return [...seen.flags].sort()
}

const flagNames = (text: string): string[] => [
  ...new Set([...text.matchAll(/(?<=\s)--([a-z][a-z-]*)/g)].map(([, name]) => name ?? '')),
]

describe('help', () => {
  it('tells of every command that there is, and of no other', () => {
    expect(HELP_TEXTS.map(({ name }) => name).sort()).toEqual(Object.keys(COMMANDS).sort())
    for (const { name, about } of HELP_TEXTS) expect(overview()).toContain(`${name.padEnd(9)}${about}`)
  })

  it.each(HELP_TEXTS.map(({ name }) => name))('%s: names exactly the flags that it takes', async (name) => {
    const told = HELP_TEXTS.find((text) => text.name === name)?.flags ?? []
    expect(told.map(([flag]) => /^--([a-z-]+)/.exec(flag)?.[1]).sort()).toEqual(await parsedFlags(name))
  })

  it.each(HELP_TEXTS)('$name: has examples that use its own name and flags', async ({ name, examples }) => {
    expect(examples.length).toBeGreaterThan(0)
    const flags = await parsedFlags(name)
    for (const [command] of examples) {
      expect(command.split(' ')[0]).toBe(name)
      for (const flag of flagNames(command)) expect(flags).toContain(flag)
      expect(commandHelp(name)).toContain(`  warc2dataset ${command}\n`)
    }
  })

  it('fits a terminal of 100 columns', () => {
    const pages = [overview(), ...HELP_TEXTS.map(({ name }) => commandHelp(name) ?? '')]
    const wide = pages.flatMap((page) => page.split('\n')).filter((line) => line.length > 106)
    expect(wide).toEqual([])
  })

  it('knows nothing of a command that there is not', () => expect(commandHelp('frobnicate')).toBeNull())
})
