const DIMENSION = /^[\t\n\f\r ]*(\d+)(?:\.\d*)?(%?)/
const MAX_DIMENSION = 2 ** 31 - 1

/**
 * Reads a `width` or `height` attribute by the HTML "rules for parsing dimension values" and keeps pixel
 * lengths only: an integer 1..2^31-1, fractions cut off. Percentages, zero, larger values and anything else
 * give null.
 */
export function parseDimension(value: string | undefined): number | null {
  const [, digits, percent] = DIMENSION.exec(value ?? '') ?? []
  if (digits === undefined || percent === '%') return null
  const pixels = Number(digits)
  return pixels >= 1 && pixels <= MAX_DIMENSION ? pixels : null
}
