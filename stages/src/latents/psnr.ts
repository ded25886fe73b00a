/**
 * Peak signal-to-noise ratio of two pictures of bytes, in dB: 10 · log10(255² / mean squared error) over all bytes.
 * Infinity for equal ones. Throws a `RangeError` for pictures of different length or of none.
 */
export function psnr(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length || one.length === 0) {
    throw new RangeError(`Expected two pictures of one length, got ${one.length} and ${other.length} bytes`)
  }
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += ((one[at] as number) - (other[at] as number)) ** 2
  return 10 * Math.log10((255 ** 2 * one.length) / sum)
}
