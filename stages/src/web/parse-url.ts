/**
 * The URL that a text names by the WHATWG standard, null for one that names none. Not by `URL.canParse`, which Node 20 and
 * 22 compile after some calls to something that reads Latin-1 as UTF-8, and then says yes where `new URL` throws.
 */
export function parseUrl(text: string, base?: URL | string): URL | null {
  try {
    return new URL(text, base)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
