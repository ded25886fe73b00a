import { NotAnArchiveError } from './archive-record.js'
import type { FileWindow } from './file-window.js'
import { findMember, peekMember } from './gzip-member.js'
import { findRecordStart, startsRecord } from './record-head.js'

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
  [0, 'filedesc:', 'an ARC file, not supported yet'],
]

/** Decides how a file is compressed by its bytes, never by its name. Throws `NotAnArchiveError`. */
export async function sniffArchive(window: FileWindow, path: string): Promise<'gzip' | 'plain'> {
  while (window.bytes.length < SEARCH_BYTES && !window.atEnd) {
    const known = sniffBytes(window.bytes, false)
    if (known !== null && !('found' in known)) return known.compression
    await window.fill()
  }
  const answer = sniffBytes(window.bytes, true)
  if (answer === null) throw new NotAnArchiveError(path, 'a file of unknown format')
  if ('found' in answer) throw new NotAnArchiveError(path, answer.found)
  return answer.compression
}

type Answer = { readonly compression: 'gzip' | 'plain' } | { readonly found: string }

function sniffBytes(bytes: Buffer, final: boolean): Answer | null {
  if (bytes.length === 0) return { found: 'an empty file' }
  const start = inflatedStart(bytes, 16)
  if (startsRecord(start, skipLineEnds(start)) === 'yes') return { compression: 'gzip' }
  if (startsRecord(bytes, skipLineEnds(bytes)) === 'yes') return { compression: 'plain' }
  if (!final) return null
  const content = inflatedStart(bytes, 1024)
  const found = name(bytes) ?? name(content)
  if (found !== null)
    return { found: content.length > 0 && !found.startsWith('an ARC') ? `${found}, gzipped` : found }
  // The first record may be the damaged one.
  if (findMember(bytes, 0, true).found) return { compression: 'gzip' }
  if (findRecordStart(content, 0, content.length) >= 0) return { compression: 'gzip' }
  if (findRecordStart(bytes, 0, bytes.length) >= 0) return { compression: 'plain' }
  return { found: content.length > 0 ? `${describe(content)}, gzipped` : describe(bytes) }
}

function inflatedStart(bytes: Buffer, wanted: number): Buffer {
  const start = peekMember(bytes, 0, wanted)
  return typeof start === 'string' ? Buffer.alloc(0) : start
}

function name(bytes: Buffer): string | null {
  const known = SIGNATURES.find(([at, text]) => bytes.toString('latin1', at, at + text.length) === text)
  if (known !== undefined) return known[2]
  return /^\s*</.test(bytes.toString('latin1', 0, 512)) ? 'an HTML or XML file' : null
}

function describe(bytes: Buffer): string {
  const start = bytes.subarray(0, 512)
  if (start[0] === 0x1f && start[1] === 0x8b) return 'a gzip file without WARC records'
  return start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13)) ? 'text' : 'a file of unknown format'
}

function skipLineEnds(bytes: Buffer): number {
  let at = 0
  while (at < 512 && (bytes[at] === 10 || bytes[at] === 13)) at++
  return at
}
