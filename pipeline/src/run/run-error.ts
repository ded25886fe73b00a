import { RunError, UnitError } from '@warc2dataset/schemas'
import { NotAnArchiveError } from '@warc2dataset/stages/warc/archive-record'

/**
 * The error that a person can mend behind any error, or null if there is none: a unit with that may be tried again.
 * `folder` is where the run writes: libraries that meet a full disk do not say.
 */
export function findRunError(error: unknown, folder?: string): RunError | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RunError) return cause
    if (cause instanceof NotAnArchiveError) return new RunError('input', cause.message, { cause: error })
    const place = folder === undefined ? placeOf(cause) : ` in ${folder}`
    if (isCode(cause, 'ENOSPC', 'EDQUOT') || /No space left on device/i.test(cause.message)) {
      return new RunError('disk_full', `No space left${place}; free some and run the same command again`, {
        cause: error,
      })
    }
    const isRefused =
      isCode(cause, 'EROFS', 'EACCES', 'EPERM') || /Read-only file system/i.test(cause.message)
    if (isRefused || isNoFolder(cause)) {
      return new RunError('usage', `Expected a writable folder for --out, got ${cause.message}`, {
        cause: error,
      })
    }
  }
  return null
}

/** A file where a folder should be; on a read-only disk `mkdir` says ENOENT. */
function isNoFolder(error: Error): boolean {
  return isCode(error, 'ENOTDIR', 'EEXIST', 'ENOENT') && 'syscall' in error && error.syscall === 'mkdir'
}

function placeOf(error: Error): string {
  return 'path' in error && typeof error.path === 'string' ? ` for ${error.path}` : ''
}

function isCode(error: Error, ...codes: readonly string[]): boolean {
  return 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
}

/** Message of an error with its causes, one line. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof UnitError || !(error.cause instanceof Error)
    ? error.message
    : `${error.message} (${describeError(error.cause)})`
}
