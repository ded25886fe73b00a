/** Code units; no more fits on a sheet, and cutting a text into characters takes more than linear time. */
const LONGEST = 1000

/**
 * Text of a crawl for one drawing: XML 1.0 knows no control characters, and one that turns the direction of writing
 * would turn what stands beside it.
 */
export function drawable(text: string): string {
  return text
    .slice(0, LONGEST)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

/**
 * At most `lines` lines of about `width` px at this font size, cut with an ellipsis. Widths are estimates by class of
 * character: whoever draws must clip.
 */
export function fitText(
  text: string,
  fit: { width: number; size: number; lines: number },
): readonly string[] {
  const graphemes = [...new Intl.Segmenter().segment(drawable(text))].map(({ segment }) => segment)
  const lines: string[] = []
  let line = ''
  let at = 0
  const widthOf = (part: string): number => estimateEm(part) * fit.size
  while (at < graphemes.length && lines.length < fit.lines) {
    const next = graphemes[at] ?? ''
    if (widthOf(line + next) <= fit.width || line === '') {
      line += next
      at += 1
      continue
    }
    const isLast = lines.length === fit.lines - 1
    const space = line.lastIndexOf(' ')
    // A word goes to the next line whole, unless it is most of this one.
    const keep = isLast || space < line.length / 2 ? line.length : space + 1
    const rest = line.slice(keep)
    lines.push(line.slice(0, keep).trimEnd())
    line = rest
    if (next === ' ' && rest === '') at += 1
  }
  if (lines.length < fit.lines) return line === '' ? lines : [...lines, line.trimEnd()]
  if (line === '' && at >= graphemes.length) return lines
  const last = shorten(lines.at(-1) ?? '', (part) => widthOf(`${part}…`) <= fit.width)
  return [...lines.slice(0, -1), `${last}…`]
}

function shorten(text: string, fits: (text: string) => boolean): string {
  let part = text
  while (part !== '' && !fits(part)) part = [...part].slice(0, -1).join('')
  return part.trimEnd()
}

/** Width in em of DejaVu Sans, by class. */
function estimateEm(text: string): number {
  let em = 0
  for (const char of text) em += charEm(char)
  return em
}

function charEm(char: string): number {
  if (/\p{M}/u.test(char)) return 0
  if (/[iIjl.,;:'!|` ]/.test(char)) return 0.33
  if (/[frt()[\]"/\\-]/.test(char)) return 0.42
  if (/[mwMW@%&]/.test(char)) return 0.95
  if (/[A-Z]/.test(char)) return 0.72
  if (char < '\u1100') return 0.62
  return 1
}
