/**
 * Why a stretch of an archive is not a record. A closed list:
 * - `corrupt_member`: a gzip member whose deflate data, CRC-32 or size is wrong.
 * - `truncated_member`: the file ends inside a gzip member.
 * - `empty_member`: a sound gzip member that inflates to nothing, or to line ends only.
 * - `junk`: bytes where a record or a member should start, and that are neither.
 * - `zero_padding`: the same, and every byte is zero.
 * - `bad_record_header`: starts like a record; a header line or its length is missing or not acceptable.
 * - `header_too_long`: a record header above 64 KiB or 200 lines; ARC has one line.
 * - `truncated_header`: the file or the member ends inside a record header.
 */
export type GapReason =
  | 'corrupt_member'
  | 'truncated_member'
  | 'empty_member'
  | 'junk'
  | 'zero_padding'
  | 'bad_record_header'
  | 'header_too_long'
  | 'truncated_header'

/** A stretch of the file that gave no record. */
export interface Gap {
  readonly kind: 'gap'
  /** File offset in bytes; inside a sound gzip member, the offset of that member. */
  readonly offset: number
  /** Bytes of the file; 0 if a sound gzip member holds it beside records, which then own the member's bytes. */
  readonly length: number
  readonly reason: GapReason
  /** For people; may quote a few bytes of the file. */
  readonly detail: string
}

/** What is known of a record before its block is read. */
export interface RecordHead {
  /** File offset in bytes of the gzip member, or of the record itself in a plain file. */
  readonly offset: number
  /** Offset of the record in the inflated bytes of its member; 0 in plain files. */
  readonly innerOffset: number
  /** Such as `1.0`; of ARC `arc/1` or `arc/2`. */
  readonly version: string
  /**
   * WARC-Type in lower case; an empty string if there is none. Of ARC the one that says the same: `warcinfo` for
   * filedesc, `response` for http(s) blocks that start with a status line, `resource` for all others.
   */
  readonly type: string
  /** WARC-Target-URI, or the URL of ARC, without the `<>` some writers put around it. */
  readonly targetUri: string | null
  /** WARC-Date or Archive-date in milliseconds since 1970; null if absent or not in its format. */
  readonly date: number | null
  /** Of the block; of an ARC response what the server named, null for `no-type`. */
  readonly contentType: string | null
  /** Lower-case names, those of ARC as its URL-record definition has them; of a repeated name the last value. At most 64 KiB and 200 lines. */
  readonly headers: ReadonlyMap<string, string>
  /** Content-Length or Archive-length, 0 to 999,999,999,999. */
  readonly declaredLength: number
}

/** One record of an archive. */
export interface ArchiveRecord extends RecordHead {
  readonly kind: 'record'
  /**
   * Bytes of the file, line ends after the block included. In gzip the last record of a member carries the
   * member's whole length and the others 0; all are 0 in a damaged member, whose bytes are its gap's.
   * Thus the lengths of all records and gaps of a file add up to its size.
   */
  readonly length: number
  /** The first bytes of the block, at most what `wantBlock` said; null if it said 0. Never aliases a buffer of the reader. */
  readonly block: Buffer | null
  /** Block bytes really there; differs from `declaredLength` where Content-Length lies or bytes are lost. */
  readonly blockLength: number
  /**
   * `archive`: the file or the member ended inside the block. `next_record`: the next record began inside it.
   * `cap`: `block` was cut by the caller's limit. Otherwise WARC-Truncated, or null.
   */
  readonly truncated: string | null
}

/** How many bytes of a record's block to keep, 0 for none; called once per record, before its block. */
export type WantBlock = (head: RecordHead) => number

/** What an archive is made of; `bytes === recordBytes + gapBytes`. */
export interface ArchiveAccount {
  readonly bytes: number
  readonly recordBytes: number
  readonly gapBytes: number
  /** Sound gzip members; 0 in plain files. */
  readonly members: number
  readonly records: number
  readonly gaps: number
  /** Of the whole file, in lower-case hex. */
  readonly sha256: string
  /** The file ends inside a member, a record header or a block. A cut between records cannot be seen. */
  readonly truncated: boolean
  /** `single`: one gzip member holds all the records, so that there is no random access. */
  readonly compression: 'member' | 'single' | 'plain'
}

/** The file is no archive. `found` says what it is instead, such as `a PNG` or `an empty file`. */
export class NotAnArchiveError extends Error {
  override readonly name = 'NotAnArchiveError'
  constructor(
    readonly path: string,
    readonly found: string,
  ) {
    super(`Expected a WARC or ARC archive for ${path}, got ${found}`)
  }
}

/** Sizes in bytes that trade memory for speed; results do not depend on them (but see `streamMember`). */
export interface ReadTuning {
  /** Read from the file at a time. */
  readonly chunkBytes: number
  /** Members above this compressed size are streamed. */
  readonly wholeInputBytes: number
  /** Members above this inflated size are streamed. */
  readonly wholeOutputBytes: number
  /** A batch is handed over once it keeps this many block bytes. */
  readonly batchBytes: number
}

export const DEFAULT_TUNING: ReadTuning = {
  chunkBytes: 1 << 20,
  wholeInputBytes: 1 << 20,
  wholeOutputBytes: 8 << 20,
  batchBytes: 8 << 20,
}
