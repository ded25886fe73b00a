import { createHash } from 'node:crypto'
import type { ArchiveBytes } from './archive-bytes.js'

/** Bytes that may be read or inflated again per byte of the file before damage is only passed over. */
const REWORK_FACTOR = 4
const REWORK_FLOOR = 64 << 20

/**
 * A window on an archive, the "file", that moves forward, and back only by `seek`.
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

  /** When the file was opened; infinite if nobody knows. */
  readonly fileSize: number

  constructor(
    private readonly archive: ArchiveBytes,
    private readonly chunkBytes: number,
  ) {
    this.fileSize = archive.size ?? Number.POSITIVE_INFINITY
    this.buffer = Buffer.allocUnsafeSlow(2 * chunkBytes)
    this.rework = REWORK_FLOOR + REWORK_FACTOR * (archive.size ?? 0)
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
    const bytesRead = await this.archive.read(this.buffer, this.to, this.chunkBytes, position)
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
    await this.archive.close()
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
