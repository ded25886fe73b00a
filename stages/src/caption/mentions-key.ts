const WINDOW = 8

/**
 * True if a text holds any 8 characters in a row of the key, whatever their case: servers echo keys, often in part. A
 * key of less than 8 characters ("none", "EMPTY") is what local servers take for none, and no secret.
 */
export function mentionsKey(text: string, apiKey: string | null): boolean {
  if (apiKey === null || apiKey.length < WINDOW) return false
  const lower = text.toLowerCase()
  const key = apiKey.toLowerCase()
  for (let at = 0; at + WINDOW <= key.length; at++) {
    if (lower.includes(key.slice(at, at + WINDOW))) return true
  }
  return false
}
