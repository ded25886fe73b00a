import type { Access } from '../../warc/archive-bytes.js'

/** A version of an archive that was read before; an ETag of null: any version of that size. */
export interface ExpectedVersion {
  /** Bytes. */
  readonly size: number
  readonly etag: string | null
}

export interface WebArchiveOptions {
  readonly access: Access
  readonly signal?: AbortSignal
  /** Printable ASCII; with a contact, if the host is to be able to complain. */
  readonly userAgent?: string
  /** The version that must be there. */
  readonly expected?: ExpectedVersion
  /** Failures in a row, with less than 1 MiB between them, after which the next gives up; 8. */
  readonly retries?: number
  /** From the request to the head of the answer; 60 s. */
  readonly headTimeoutMs?: number
  /** Without a byte of an answer that is waited for; 60 s. */
  readonly idleTimeoutMs?: number
  /** For tests: the clock of the waits. Rejects with the reason of the signal. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  /** For tests: Unix time, ms. */
  readonly now?: () => number
  /** For tests: 0 to 1. */
  readonly random?: () => number
  /** For tests: PEM certificates trusted instead of the machine's. */
  readonly ca?: string
}
