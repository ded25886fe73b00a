/**
 * Index after the comment, declaration or CDATA section that begins at `start` with `<!`, `<?` or `</` and no
 * letter; the length of `html` when it is not closed.
 *
 * Comments end at `-->` or `--!>`, and at once in `<!-->` and `<!--->` (13.2.5.43 to 13.2.5.52). CDATA exists
 * only in foreign content (13.2.5.42). All else, a DOCTYPE too, ends at the first `>`, quotes or not.
 */
export function skipDeclaration(html: string, start: number, inForeign: boolean): number {
  if (html.startsWith('<!--', start)) return skipComment(html, start + 4)
  if (inForeign && html.startsWith('<![CDATA[', start)) return skipPast(html, ']]>', start + 9)
  return skipPast(html, '>', start + 2)
}

function skipComment(html: string, start: number): number {
  if (html.startsWith('>', start)) return start + 1
  if (html.startsWith('->', start)) return start + 2
  for (let at = html.indexOf('--', start); at !== -1; at = html.indexOf('--', at + 1)) {
    if (html[at + 2] === '>') return at + 3
    if (html[at + 2] === '!' && html[at + 3] === '>') return at + 4
  }
  return html.length
}

function skipPast(html: string, mark: string, start: number): number {
  const at = html.indexOf(mark, start)
  return at === -1 ? html.length : at + mark.length
}
