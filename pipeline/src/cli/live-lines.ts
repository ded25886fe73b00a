/** The stream and what is known of it; a terminal. */
export interface Terminal {
  readonly write: (text: string) => unknown
  /** Columns now; people resize. */
  readonly columns: () => number
}

/** Lines at the bottom of a terminal that are drawn again in place. */
export interface LiveLines {
  /** Shows these lines instead of those before; one write, and none if nothing changed. */
  readonly draw: (lines: readonly string[]) => void
  /** Prints text that stays, above the lines. */
  readonly print: (text: string) => void
  /** Removes the lines and gives the cursor back. May be called again. */
  readonly close: () => void
}

const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'
const CLEAR_LINE = '\x1b[K'
const CLEAR_BELOW = '\x1b[J'

export function openLiveLines(terminal: Terminal): LiveLines {
  let shown: readonly string[] = []
  let isHidden = false
  // A terminal that became narrower has wrapped what was drawn.
  const rows = (line: string): number => Math.max(1, Math.ceil(line.length / Math.max(1, terminal.columns())))
  const toTop = (): string => {
    const height = shown.reduce((sum, line) => sum + rows(line), 0)
    return height > 1 ? `\r\x1b[${height - 1}A` : '\r'
  }
  const body = (lines: readonly string[]): string =>
    `${lines.map((line) => line + CLEAR_LINE).join('\n')}${CLEAR_BELOW}`
  const hide = (): string => {
    if (isHidden) return ''
    isHidden = true
    return HIDE_CURSOR
  }
  return {
    draw: (lines) => {
      if (lines.length === shown.length && lines.every((line, at) => line === shown[at])) return
      terminal.write(`${hide()}${toTop()}${body(lines)}`)
      shown = lines
    },
    print: (text) => {
      terminal.write(`${toTop()}${CLEAR_BELOW}${text}\n${body(shown)}`)
    },
    close: () => {
      if (shown.length > 0) terminal.write(`${toTop()}${CLEAR_BELOW}`)
      shown = []
      if (isHidden) terminal.write(SHOW_CURSOR)
      isHidden = false
    },
  }
}
