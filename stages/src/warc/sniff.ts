import { ARC } from './arc-grammar.js'
import { NotAnArchiveError } from './archive-record.js'
import type { FileWindow } from './file-window.js'
import { findMember, peekMember } from './gzip-member.js'
import { opensWithRecord, type RecordGrammar } from './record-grammar.js'
import { WARC } from './warc-grammar.js'

/** What a file holds and how. */
export interface ArchiveFormat {
  readonly compression: 'gzip' | 'plain'
  readonly grammar: RecordGrammar
}

/** In the order in which they are looked for. */
const GRAMMARS = [WARC, ARC]

/** How far into a damaged file to look for a first record, in bytes. */
const SEARCH_BYTES = 1 << 20

const SIGNATURES: readonly (readonly [offset: number, latin1: string, name: string])[] = [
  [0, '\x89PNG', 'a PNG'],
  [0, '\xff\xd8\xff', 'a JPEG'],
  [0, 'GIF8', 'a GIF'],
  [0, 'PK\x03\x04', 'a ZIP file'],
  [0, '%PDF-', 'a PDF'],
  [0, 'BZh', 'a bzip2 file'],
  [0, '\xfd7zXZ', 'an xz file'],
  [0, '\x28\xb5\x2f\xfd', 'a Zstandard file, not supported yet'],
  [0, 'PAR1', 'a Parquet file'],
  [257, 'ustar', 'a tar file'],
]

/** Decides what a file is by its bytes, never by its name. Throws `NotAnArchiveError`. */
export async function sniffArchive(window: FileWindow, path: string): Promise<ArchiveFormat> {
  const found = await sniff(window)
  if (typeof found === 'string') throw new NotAnArchiveError(path, found)
  return found
}

/** The grammar of the record at the file offset `at`; where none starts there, that of the file, or else WARC. */
export async function sniffGrammar(window: FileWindow, at: number): Promise<RecordGrammar> {
  window.seek(at)
  let opening = openingOf(window.bytes)
  while (opening === 'unknown' && !window.atEnd) {
    await window.fill()
    opening = openingOf(window.bytes)
  }
  if (typeof opening !== 'string') return opening.grammar
  window.seek(0)
  const found = await sniff(window)
  return typeof found === 'string' ? WARC : found.grammar
}

/** The format, or the name of something else. */
async function sniff(window: FileWindow): Promise<ArchiveFormat | string> {
  while (window.bytes.length < SEARCH_BYTES && !window.atEnd) {
    const opening = openingOf(window.bytes)
    if (typeof opening !== 'string') return opening
    await window.fill()
  }
  return sniffBytes(window.bytes)
}

function sniffBytes(bytes: Buffer): ArchiveFormat | string {
  if (bytes.length === 0) return 'an empty file'
  const opening = openingOf(bytes)
  if (typeof opening !== 'string') return opening
  const start = peekMember(bytes, 0, (output) => output.length >= 1024)
  const content = typeof start === 'string' ? Buffer.alloc(0) : start
  const isGzip = content.length > 0
  const known = name(bytes) ?? name(content)
  if (known !== null) return isGzip ? `${known}, gzipped` : known
  // The first record may be the damaged one.
  const member = GRAMMARS.find((grammar) => findMember(bytes, 0, true, grammar).found)
  const inMember = GRAMMARS.find((grammar) => grammar.findStart(content, 0, content.length) >= 0)
  const gzipped = member ?? inMember
  if (gzipped !== undefined) return { compression: 'gzip', grammar: gzipped }
  const plain = GRAMMARS.find((grammar) => grammar.findStart(bytes, 0, bytes.length) >= 0)
  if (plain !== undefined) return { compression: 'plain', grammar: plain }
  return isGzip ? `${describe(content)}, gzipped` : describe(bytes)
}

/** What the first bytes of a file or a member plainly are; `unknown` if more of them may tell. */
function openingOf(bytes: Buffer): ArchiveFormat | 'no' | 'unknown' {
  const member = peekMember(bytes, 0, (output) => grammarOf(output) !== 'unknown')
  if (member === 'more') return 'unknown'
  const grammar = grammarOf(member === 'no' ? bytes : member)
  if (typeof grammar === 'string') return grammar
  return { compression: member === 'no' ? 'plain' : 'gzip', grammar }
}

function grammarOf(bytes: Buffer): RecordGrammar | 'no' | 'unknown' {
  const answers = GRAMMARS.map((grammar) => opensWithRecord(bytes, grammar))
  const yes = GRAMMARS[answers.indexOf('yes')]
  return yes ?? (answers.includes('unknown') ? 'unknown' : 'no')
}

function name(bytes: Buffer): string | null {
  const known = SIGNATURES.find(([at, text]) => bytes.toString('latin1', at, at + text.length) === text)
  if (known !== undefined) return known[2]
  return /^\s*</.test(bytes.toString('latin1', 0, 512)) ? 'an HTML or XML file' : null
}

function describe(bytes: Buffer): string {
  const start = bytes.subarray(0, 512)
  if (start[0] === 0x1f && start[1] === 0x8b) return 'a gzip file without records'
  return start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13)) ? 'text' : 'a file of unknown format'
}
