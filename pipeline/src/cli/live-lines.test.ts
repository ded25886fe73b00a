import { describe, expect, it } from 'vitest'
import { openLiveLines } from './live-lines.js'

/** A terminal of so many columns that does what these few escapes say; wraps like a real one. */
function fakeTerminal(columns: number) {
  const writes: string[] = []
  let rows = ['']
  let at = { row: 0, column: 0 }
  const type = (char: string): void => {
    if (at.column === columns) at = { row: at.row + 1, column: 0 }
    while (rows.length <= at.row) rows.push('')
    const row = (rows[at.row] ?? '').padEnd(at.column)
    rows[at.row] = row.slice(0, at.column) + char + row.slice(at.column + 1)
    at.column += 1
  }
  const write = (text: string): void => {
    writes.push(text)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what a terminal reads
    for (const [token, count, command] of text.matchAll(/\x1b\[\??(\d*)([A-Za-z])|[\s\S]/g)) {
      if (command === 'A') at.row -= Number(count)
      else if (command === 'K') rows[at.row] = (rows[at.row] ?? '').slice(0, at.column)
      else if (command === 'J') rows = [...rows.slice(0, at.row), (rows[at.row] ?? '').slice(0, at.column)]
      else if (token === '\r') at.column = 0
      else if (token === '\n') {
        at = { row: at.row + 1, column: 0 }
        while (rows.length <= at.row) rows.push('')
      } else if (command === undefined) type(token)
    }
  }
  return { terminal: { write, columns: () => columns }, writes, screen: () => rows.join('\n') }
}

describe('openLiveLines', () => {
  it('draws again in place, keeps what is printed above, and leaves nothing behind', () => {
    const { terminal, screen } = fakeTerminal(40)
    const lines = openLiveLines(terminal)
    lines.draw(['fetch 1', 'score 1 and long'])
    lines.draw(['fetch 2', 'score 2'])
    expect(screen()).toBe('fetch 2\nscore 2')
    lines.print('a warning')
    expect(screen()).toBe('a warning\nfetch 2\nscore 2')
    lines.draw(['score 3'])
    expect(screen()).toBe('a warning\nscore 3')
    lines.close()
    expect(screen()).toBe('a warning\n')
  })

  it('finds its first line again where a narrower terminal wrapped', () => {
    const { terminal, screen } = fakeTerminal(6)
    const lines = openLiveLines(terminal)
    lines.draw(['123456789', 'abc'])
    lines.draw(['x', 'y'])
    expect(screen()).toBe('x\ny')
  })

  it('writes once a frame and not at all for the same frame', () => {
    const { terminal, writes } = fakeTerminal(40)
    const lines = openLiveLines(terminal)
    lines.draw(['a', 'b'])
    lines.draw(['a', 'b'])
    expect(writes).toHaveLength(1)
  })

  it('gives the cursor back, once', () => {
    const { terminal, writes } = fakeTerminal(40)
    const lines = openLiveLines(terminal)
    lines.close()
    expect(writes).toEqual([])
    lines.draw(['a'])
    lines.close()
    lines.close()
    expect(writes.join('').match(/\?25l/g)).toHaveLength(1)
    expect(writes.join('').match(/\?25h/g)).toHaveLength(1)
    expect(writes.at(-1)).toBe('\x1b[?25h')
  })
})
