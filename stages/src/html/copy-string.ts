/**
 * A fresh flat copy of `text`, lone surrogates replaced by U+FFFD.
 *
 * V8 makes a slice of 13 or more characters a pointer into its parent, so a kept 20-character alt can hold a
 * whole page in memory; the trip through bytes is the cheapest portable way to cut that tie.
 */
export function copyString(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
