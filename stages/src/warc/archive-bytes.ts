/** The bytes of one archive, wherever it lies. Every byte that it gives is of the same version of the archive. */
export interface ArchiveBytes {
  /** Bytes of the whole when it was opened; null if its server did not say. */
  readonly size: number | null
  /** What names this version of it on its server, as sent; null for files, and where the server sends none. */
  readonly etag: string | null
  /**
   * Puts up to `length` bytes from the archive's `position` on into `buffer` at `offset` and gives their number: 0 only
   * at the end of the archive. One call at a time. Throws `ArchiveChangedError`, `ArchiveCutError`,
   * `ArchiveUnreachableError`, `NotAnArchiveError` or `RunError` (see `openWebBytes`), or what the file system throws.
   */
  readonly read: (buffer: Buffer, offset: number, length: number, position: number) => Promise<number>
  /** May be called again. */
  readonly close: () => Promise<void>
}

/** How an archive is read: `forward` from its start to its end, or `random`, single records of it. */
export type Access = 'forward' | 'random'

/** Opens an archive by its place: a path, or a URL. Throws `NotAnArchiveError` if there is nothing to read. */
export type OpenArchive = (place: string, access: Access, signal?: AbortSignal) => Promise<ArchiveBytes>

/**
 * The archive was replaced while it was read, or is another than it was. What was read of it is of no use with what
 * comes now; reading it again from byte 0 is.
 */
export class ArchiveChangedError extends Error {
  override readonly name = 'ArchiveChangedError'
}

/** Reading ended early, and the server gives nothing by which to go on with the same version. May be read again from byte 0. */
export class ArchiveCutError extends Error {
  override readonly name = 'ArchiveCutError'
}

/** The server did not answer, or not well, often enough to give up for now. May be read again from byte 0. */
export class ArchiveUnreachableError extends Error {
  override readonly name = 'ArchiveUnreachableError'
}
