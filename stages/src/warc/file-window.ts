import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { NotAnArchiveError } from './archive-record.js'

/** Bytes that may be read or inflated again per byte of the file before damage is only passed over. */
const REWORK_FACTOR = 4
const REWORK_FLOOR = 64 << 20

/**
 * A window on a file that moves forward, and back only by `seek`.
 * Invariant: `bytes` are the file's from `start` on; all bytes up to the furthest read are in the digest, once.
 */
export class FileWindow {
  /** File offset of the first byte of `bytes`. */
  start = 0
  /** Whether `bytes` reach the end of the file. */
  atEnd = false
  private buffer: Buffer
  private from = 0
  private to = 0
  private readonly hash = createHash('sha256')
  private hashedTo = 0
  private rework: number

  constructor(
    private readonly handle: FileHandle,
    private readonly chunkBytes: number,
    /** When the file was opened. */
    readonly fileSize: number,
  ) {
    this.buffer = Buffer.allocUnsafeSlow(2 * chunkBytes)
    this.rework = REWORK_FLOOR + REWORK_FACTOR * fileSize
  }

  /** Valid until the next `fill`. */
  get bytes(): Buffer {
    return this.buffer.subarray(this.from, this.to)
  }

  /** File offset after the last byte of `bytes`. */
  get end(): number {
    return this.start + this.to - this.from
  }

  /** Forgets what lies before the file offset `to`, which must lie in the window. */
  drop(to: number): void {
    this.from += to - this.start
    this.start = to
  }

  /** Moves to any file offset; bytes already in the window are not read again. */
  seek(to: number): void {
    if (to >= this.start && to <= this.end) this.drop(to)
    else {
      this.start = to
      this.from = 0
      this.to = 0
      this.atEnd = false
    }
  }

  /** Adds the next bytes of the file, at most one chunk; invalidates `bytes`. */
  async fill(): Promise<void> {
    this.makeRoom()
    const position = this.end
    const { bytesRead } = await this.handle.read(this.buffer, this.to, this.chunkBytes, position)
    this.atEnd = bytesRead === 0
    this.to += bytesRead
    if (position <= this.hashedTo && this.end > this.hashedTo) {
      this.hash.update(this.bytes.subarray(this.hashedTo - this.start))
      this.hashedTo = this.end
    }
  }

  /** Whether that many bytes may be worked on again. Refused for good once hostile input has used up the budget. */
  readonly mayRework = (bytes: number): boolean => {
    this.rework -= bytes
    return this.rework >= 0
  }

  /** File offset up to which bytes are in the digest. */
  get furthest(): number {
    return this.hashedTo
  }

  /** Of all bytes read; call once, at the end. */
  sha256(): string {
    return this.hash.digest('hex')
  }

  async close(): Promise<void> {
    await this.handle.close()
  }

  private makeRoom(): void {
    const kept = this.to - this.from
    if (this.buffer.length - this.to >= this.chunkBytes) return
    const target =
      kept + this.chunkBytes > this.buffer.length
        ? Buffer.allocUnsafeSlow(2 * (kept + this.chunkBytes))
        : this.buffer
    this.buffer.copy(target, 0, this.from, this.to)
    this.buffer = target
    this.from = 0
    this.to = kept
  }
}

/** Opens a window at the start of a file. Throws `NotAnArchiveError` if there is no readable file. */
export async function openWindow(path: string, chunkBytes: number): Promise<FileWindow> {
  let handle: FileHandle
  try {
    // A pipe without a writer would be waited for, for ever.
    const found = await stat(path)
    if (!found.isFile())
      throw new NotAnArchiveError(path, found.isDirectory() ? 'a directory' : 'no regular file')
    handle = await open(path, 'r')
  } catch (error) {
    if (error instanceof NotAnArchiveError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new NotAnArchiveError(path, code === 'ENOENT' ? 'no such file' : `unreadable (${code})`)
  }
  try {
    return new FileWindow(handle, chunkBytes, (await handle.stat()).size)
  } catch (error) {
    await handle.close()
    throw error
  }
}
