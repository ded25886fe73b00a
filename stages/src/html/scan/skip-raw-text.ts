import { endsTagName } from './find-tag-end.js'

/**
 * Index of the `<` of the end tag that closes the raw text element `name` (lower case), whose text begins at
 * `start`; the length of `html` when there is none. Never for `plaintext` (13.2.5.2, .3, .5).
 */
export function findRawTextEnd(html: string, start: number, name: string): number {
  if (name === 'plaintext') return html.length
  if (name === 'script') return findScriptEnd(html, start)
  for (let at = html.indexOf('</', start); at !== -1; at = html.indexOf('</', at + 2)) {
    if (isTagName(html, at + 2, name)) return at
  }
  return html.length
}

/**
 * Script text (13.2.5.4, .15 to .31): `<!--` starts the escaped state, in which `<script` starts the double
 * escaped one, whose `</script` does not end the element. `-->` leaves both.
 */
function findScriptEnd(html: string, start: number): number {
  let state: 'plain' | 'escaped' | 'double' = 'plain'
  let close = -1
  for (let at = html.indexOf('<', start); at !== -1; at = html.indexOf('<', at + 1)) {
    if (state !== 'plain' && close < at) state = 'plain'
    const next = html[at + 1]
    if (next === '/') {
      if (!isTagName(html, at + 2, 'script')) continue
      if (state !== 'double') return at
      state = 'escaped'
    } else if (state === 'plain' && next === '!' && html.startsWith('--', at + 2)) {
      state = 'escaped'
      // The dashes of `<!-->` are both start and end. Searched again only once passed, to stay linear.
      if (close < at + 2) close = indexOrEnd(html, '-->', at + 2)
    } else if (state === 'escaped' && isTagName(html, at + 1, 'script')) state = 'double'
  }
  return html.length
}

function indexOrEnd(html: string, mark: string, start: number): number {
  const at = html.indexOf(mark, start)
  return at === -1 ? html.length : at
}

function isTagName(html: string, at: number, name: string): boolean {
  const end = at + name.length
  return endsTagName(html.charCodeAt(end)) && html.slice(at, end).toLowerCase() === name
}
