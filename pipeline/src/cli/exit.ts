import { EXIT_CODES } from '@warc2dataset/schemas'
import { describeError, findRunError } from '../run/run-error.js'

/** Prints the error for a person and says which code to leave with. */
export function reportError(error: unknown): number {
  const known = findRunError(error)
  if (known !== null) {
    process.stderr.write(`${printable(known.message)}\n`)
    return known.exitCode
  }
  process.stderr.write(`This is a bug in warc2dataset: ${printable(describeError(error))}\n`)
  if (error instanceof Error && error.stack !== undefined) process.stderr.write(`${printable(error.stack)}\n`)
  return EXIT_CODES.bug[0]
}

/** Text from a crawl must not steer the terminal: control characters other than newline and tab are escaped. */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
