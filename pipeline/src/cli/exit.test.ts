import { RunError, UnitError } from '@warc2dataset/schemas'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { printable, reportError } from './exit.js'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('printable', () => {
  it.each([
    ['\u001b[2Jgone', '\\u001b[2Jgone'],
    ['a\rb', 'a\\u000db'],
    ['a\u0000b\u0007c\u0008', 'a\\u0000b\\u0007c\\u0008'],
    ['\u009b31m', '\\u009b31m'],
    ['\u007f', '\\u007f'],
    ['abc\u202etxt.exe', 'abc\\u202etxt.exe'],
    ['\u202a\u202b\u202c\u202d', '\\u202a\\u202b\\u202c\\u202d'],
    ['\u2066\u2067\u2068\u2069', '\\u2066\\u2067\\u2068\\u2069'],
    ['a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ])('escapes what could steer a terminal: %j', (text, shown) => expect(printable(text)).toBe(shown))

  it('leaves text, newlines and tabs as they are', () => {
    const text = 'Größe 猫 🐈 שלום\n\tnext: ~ "quoted" \\n'
    expect(printable(text)).toBe(text)
  })
})

describe('reportError', () => {
  const report = (error: unknown): readonly [number, string] => {
    const written: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    const code = reportError(error)
    return [code, written.join('')]
  }
  const where = { phase: 'fetch', unit: '00001', stage: 'decode' }

  it('prints an error that a person can mend without a stack, with its code', () => {
    expect(report(new RunError('input', 'Expected an archive, got \u001b[2J'))).toEqual([
      12,
      'Expected an archive, got \\u001b[2J\n',
    ])
  })

  it('finds it behind the errors around it', () => {
    expect(report(new UnitError(where, new RunError('recipe', 'no')))).toEqual([4, 'no\n'])
    const full = Object.assign(new Error('write'), { code: 'ENOSPC', path: '/out/x' })
    const [code, text] = report(new UnitError(where, full))
    expect([code, text]).toEqual([3, 'No space left for /out/x; free some and run the same command again\n'])
    expect(report(Object.assign(new Error('EACCES: /out'), { code: 'EACCES' }))[0]).toBe(2)
  })

  it('calls everything else a bug, exit 1, and shows where', () => {
    const [code, text] = report(new TypeError('x is not a function\u001b[0m'))
    expect(code).toBe(1)
    expect(text).toContain('This is a bug in warc2dataset: x is not a function\\u001b[0m\n')
    expect(text).toContain('exit.test.ts')
    expect(report('thrown text')).toEqual([1, 'This is a bug in warc2dataset: thrown text\n'])
  })
})
