/**
 * The page that an address names: the part of the hash before `/` or `?`; what follows is the page's own.
 * The first page where the hash names none.
 */
export function pageOfHash(hash: string, ids: readonly string[]): string {
  const name = hash.replace(/^#/, '').split(/[/?]/, 1)[0]
  return ids.find((id) => id === name) ?? ids[0] ?? ''
}
