/**
 * A WHATWG encoding name (lower case), or a label that WHATWG maps to `replacement`: known and never
 * decoded.
 */
export type EncodingLookup = { readonly encoding: string } | { readonly replacementLabel: string }

const MAX_LABEL_LENGTH = 40
const REPLACEMENT_LABELS: ReadonlySet<string> = new Set([
  'csiso2022kr',
  'hz-gb-2312',
  'iso-2022-cn',
  'iso-2022-cn-ext',
  'iso-2022-kr',
  'replacement',
])
// In the Encoding Standard, refused by Node's TextDecoder.
const MISSING_IN_NODE: ReadonlySet<string> = new Set(['iso-8859-16', 'x-user-defined'])

/**
 * WHATWG Encoding "get an encoding"; null for a label the standard does not know (utf-7, iso-8859-99, ...).
 */
export function lookupEncoding(label: string): EncodingLookup | null {
  if (label.length > MAX_LABEL_LENGTH) return null
  const name = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase()
  if (REPLACEMENT_LABELS.has(name)) return { replacementLabel: name }
  if (MISSING_IN_NODE.has(name)) return { encoding: name }
  try {
    return { encoding: new TextDecoder(name).encoding }
  } catch {
    return null
  }
}
