import type { Random } from './random.js'

const TAG = /<\/?[a-zA-Z][^>]*>/g
const MARKS = ['"', "'", '<', '>', '=', '/', '&', ' ', '-->', '<!--', ']]>', '\0', '\r\n'] as const
const TAGS = [
  '<svg>',
  '</svg>',
  '<table>',
  '</table>',
  '<td>',
  '</td>',
  '<tr>',
  '<template>',
  '</template>',
  '<select>',
  '</select>',
  '<script>',
  '</script>',
  '<title>',
  '</title>',
  '<noscript>',
  '</noscript>',
  '<textarea>',
  '<image src=i>',
  '<img src=m alt="&amp;x">',
  '<frameset>',
  '<style>',
  '</style>',
  '<math>',
  '</p>',
  '<div>',
  '</div>',
  '<base href=b>',
  '<html lang=l>',
  '<foreignObject>',
  '<caption>',
  '<colgroup>',
  '</body>',
  '<iframe>',
  '</iframe>',
  '<desc>',
] as const

/**
 * `html` with 1..4 seeded damages: a tag deleted, doubled, moved or put in; a mark deleted or put in; an
 * attribute name doubled; the end cut off.
 */
export function damagePage(html: string, random: Random): string {
  let damaged = html
  for (let left = 1 + random.below(4); left > 0; left -= 1) damaged = damageOnce(damaged, random)
  return damaged
}

/** A piece of `html` of at most `length` characters from a seeded place. */
export function cutPiece(html: string, length: number, random: Random): string {
  const start = random.below(Math.max(1, html.length - length))
  return html.slice(start, start + length)
}

function damageOnce(html: string, random: Random): string {
  const at = random.below(html.length + 1)
  const tag = tagAfter(html, at)
  switch (random.below(8)) {
    case 0:
      return tag === null ? html : splice(html, tag.start, tag.end, '')
    case 1:
      return tag === null ? html : splice(html, tag.end, tag.end, html.slice(tag.start, tag.end))
    case 2: {
      const other = tagAfter(html, random.below(html.length + 1))
      if (tag === null || other === null || other.start < tag.end) return html
      const moved = html.slice(tag.start, tag.end)
      return splice(
        splice(html, other.start, other.end, moved),
        tag.start,
        tag.end,
        html.slice(other.start, other.end),
      )
    }
    case 3:
      return splice(html, at, at, random.pick(TAGS))
    case 4:
      return splice(html, at, at, random.pick(MARKS))
    case 5: {
      const mark = html.indexOf(random.pick(MARKS), at)
      return mark === -1 ? html : splice(html, mark, mark + 1, '')
    }
    case 6: {
      const name = html.indexOf(random.pick([' src=', ' alt=', ' href=', ' width=']), at)
      return name === -1
        ? html
        : splice(html, name, name, random.pick([' src=dup', ' alt="d&eacute;"', ' alt', ' x=1>']))
    }
    default:
      return random.below(4) === 0 ? html.slice(0, at) : splice(html, at, at + 1, '')
  }
}

function tagAfter(html: string, at: number): { readonly start: number; readonly end: number } | null {
  TAG.lastIndex = at
  const match = TAG.exec(html)
  return match === null ? null : { start: match.index, end: TAG.lastIndex }
}

function splice(html: string, start: number, end: number, text: string): string {
  return html.slice(0, start) + text + html.slice(end)
}
