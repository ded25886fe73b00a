const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b
const CLOSE_ARRAY = 0x5d
const CLOSE_OBJECT = 0x7d

export interface JsonLimits {
  /** Arrays and objects within one another. */
  readonly depth: number
  /** Arrays, objects and commas, all together: what decides how much memory the value takes. */
  readonly parts: number
}

/**
 * The value of a JSON text, or why there is none. What would take far more memory than the text itself is refused
 * before it is parsed: twenty bytes of `[[[[…` or `{},{},…` are worth a kilobyte. UTF-8; linear in the length.
 */
export function parseBoundedJson(
  json: Buffer,
  limits: JsonLimits,
): { readonly value: unknown } | { readonly error: string } {
  const excess = excessOf(json, limits)
  if (excess !== null) return { error: excess }
  try {
    return { value: JSON.parse(json.toString('utf8')) as unknown }
  } catch (error) {
    if (error instanceof SyntaxError) return { error: 'not JSON' }
    throw error
  }
}

function excessOf(json: Buffer, { depth, parts }: JsonLimits): string | null {
  let level = 0
  let count = 0
  let inString = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (inString) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inString = false
      continue
    }
    if (byte === QUOTE) inString = true
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      level++
      count++
      if (level > depth) return `deeper than ${depth} levels`
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) level--
    else if (byte === COMMA) count++
    if (count > parts) return `more than ${parts} parts`
  }
  return null
}
