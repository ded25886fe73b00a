import type { RunLog } from '../worker/crew.js'
import { openBoard } from './board.js'
import { newsOf, warningOf } from './event-text.js'
import { printable } from './exit.js'
import { openJsonEvents } from './json-events.js'
import { openLiveLines } from './live-lines.js'
import { wrapWords } from './wrap-words.js'

/** live: bars on a terminal, else a line per finished phase; json: every event; quiet: warnings only. */
export type ProgressMode = 'live' | 'json' | 'quiet'

export interface Progress {
  readonly log: RunLog
  /** Tells a person something at once. */
  readonly note: (text: string) => void
  /** Leaves the terminal as it was. May be called again. */
  readonly close: () => void
}

/** All on stderr. */
export function openProgress(mode: ProgressMode): Progress {
  if (mode === 'json') return jsonProgress()
  if (mode === 'quiet') return quietProgress()
  return process.stderr.isTTY === true && process.env['TERM'] !== 'dumb' ? terminalProgress() : lineProgress()
}

const write = (text: string): boolean => process.stderr.write(text)
const printLine = (text: string): boolean => write(`${printable(text)}\n`)

function jsonProgress(): Progress {
  const { event } = openJsonEvents(write)
  return {
    log: (name, fields = {}) => event(name, fields),
    note: (text) => event('note', { text }),
    close: () => {},
  }
}

function quietProgress(): Progress {
  const once = sayOnce(printLine)
  return { log: (event, fields = {}) => once(warningOf(event, fields)), note: printLine, close: () => {} }
}

/** Not a terminal: what stays, and nothing else. */
function lineProgress(): Progress {
  const once = sayOnce(printLine)
  const board = openBoard()
  return {
    log: (event, fields = {}) => {
      once(newsOf(event, fields))
      once(warningOf(event, fields))
      const line = board.take(event, fields)
      if (line !== null) printLine(line)
    },
    note: printLine,
    close: () => {},
  }
}

const REDRAW_MS = 100
const FALLBACK_COLUMNS = 80

function terminalProgress(): Progress {
  // The last column stays free: some terminals wrap as soon as it is written.
  const columns = (): number => (process.stderr.columns || FALLBACK_COLUMNS) - 1
  const lines = openLiveLines({ write, columns })
  const board = openBoard()
  const print = (text: string): void => lines.print(wrapWords(printable(text), columns()).join('\n'))
  const once = sayOnce(print)
  const timer = setInterval(() => lines.draw(board.lines(columns())), REDRAW_MS)
  timer.unref()
  const close = (): void => {
    clearInterval(timer)
    lines.close()
    process.off('exit', close)
  }
  process.on('exit', close)
  return {
    log: (event, fields = {}) => {
      once(newsOf(event, fields))
      once(warningOf(event, fields))
      const line = board.take(event, fields)
      if (line === null) return
      lines.draw(board.lines(columns()))
      print(line)
    },
    note: print,
    close,
  }
}

/** Each worker tells which model it runs; a person wants to know once. */
function sayOnce(say: (text: string) => unknown): (text: string | null) => void {
  const said = new Set<string>()
  return (text) => {
    if (text === null || said.has(text)) return
    said.add(text)
    say(text)
  }
}
