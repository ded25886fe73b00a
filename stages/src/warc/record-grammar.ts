import type { RecordHead } from './archive-record.js'

/** Where a record starts, as its `RecordHead` says. */
export interface HeadPlace {
  readonly offset: number
  readonly innerOffset: number
}

/** How the records of one format begin: all that members, blocks and resync need to know of it. */
export interface RecordGrammar {
  /** Bytes from a record start on that `findStart` must see to judge it. */
  readonly startBytes: number
  /** Line ends that writers put after a block. */
  readonly lineEnds: number
  /** Whether they put a carriage return before each. */
  readonly carriageReturns: boolean
  /** How much of the block `parseHead` looks at, in bytes. */
  readonly openingBytes: number
  /**
   * The first place in `[from, to)` of `bytes` where a record plainly starts, -1 if none. A line start is not asked
   * for, because damage often takes the line end before a record.
   */
  readonly findStart: (bytes: Buffer, from: number, to: number) => number
  /**
   * Whether a record starts at `at`, if one may be expected there; `unknown` if the bytes end before that is clear.
   * Asks for less than `findStart`.
   */
  readonly startsRecord: (bytes: Buffer, at: number) => 'yes' | 'no' | 'unknown'
  /** The offset after the header at `at`, where the block starts; `more` if it is not in `bytes` yet. */
  readonly findHeaderEnd: (bytes: Buffer, at: number) => number | 'more' | 'too_long'
  /** Reads a header, all of it; or says what is wrong with it. `opening`: the first bytes after it, fewer at the end. */
  readonly parseHead: (header: Buffer, opening: Buffer, place: HeadPlace) => RecordHead | string
}

/** Upper bound of a record header. */
export const MAX_HEADER_BYTES = 64 * 1024

const LF = 10
const CR = 13
const MAX_LINE_ENDS_BYTES = 512

/** Whether `bytes` start with a record, after at most 512 bytes of line ends. */
export function opensWithRecord(bytes: Buffer, { startsRecord }: RecordGrammar): 'yes' | 'no' | 'unknown' {
  let at = 0
  while (at < MAX_LINE_ENDS_BYTES && (bytes[at] === LF || bytes[at] === CR)) at++
  return startsRecord(bytes, at)
}

/** A short printable form of bytes or text of an archive, for messages. */
export function quote(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(text.length > 48 ? `${text.slice(0, 48)}…` : text)
}
