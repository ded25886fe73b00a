/** What a tag can mean to the search for pictures. Tags of no kind at all are not listed in `TAGS`. */
export type TagKind =
  | 'picture'
  | 'base'
  | 'html'
  | 'frameset'
  | 'table'
  | 'select'
  | 'input'
  | 'template'
  | 'raw'
  | 'foreign'
  | 'void'
  | 'element'

export interface Tag {
  /** Lower case. */
  readonly name: string
  readonly kind: TagKind
  /** A page that has shown one of these can no longer become a frameset page. */
  readonly refusesFrames: boolean
  /** Leaves SVG and MathML (HTML standard 13.2.6.5). `<font>` does so only with some attributes. */
  readonly breaksOut: boolean
  /** Says something about the pictures around it, or about the page: its place is kept. */
  readonly isMark: boolean
}

const words = (text: string): readonly string[] => text.split(' ')

const BY_KIND: Readonly<Record<TagKind, readonly string[]>> = {
  picture: words('img image'),
  base: ['base'],
  html: ['html'],
  frameset: ['frameset'],
  table: words('table caption colgroup col tbody thead tfoot tr td th'),
  select: ['select'],
  input: words('input keygen'),
  template: ['template'],
  // 13.2.6.2 with scripting off: <noscript> is an element like any other.
  raw: words('script style title textarea xmp iframe noembed noframes plaintext'),
  foreign: words('svg math'),
  void: words('area basefont bgsound body br embed frame head hr link meta param source track wbr'),
  element: words(
    'a abbr address applet article aside b bdi bdo big blockquote button center cite code data datalist dd ' +
      'del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 ' +
      'header hgroup i ins kbd label legend li listing main map mark marquee menu nav nobr noscript object ol ' +
      'optgroup option output p picture pre q rp rt ruby s samp search section small span strike strong sub ' +
      'summary sup time tt u ul var video audio canvas',
  ),
}

const REFUSES_FRAMES = new Set(
  words(
    'applet area body br button dd dt embed hr iframe image img keygen li listing marquee object pre select ' +
      'table template textarea wbr xmp',
  ),
)

const BREAKS_OUT = new Set(
  words(
    'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing ' +
      'menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
  ),
)

const MARKS = new Set(words('a figcaption figure link meta noscript picture source'))

/** HTML tag names, lower case, to what they do. */
export const TAGS: ReadonlyMap<string, Tag> = new Map(
  Object.entries(BY_KIND).flatMap(([kind, names]) =>
    names.map((name) => [
      name,
      {
        name,
        kind: kind as TagKind,
        refusesFrames: REFUSES_FRAMES.has(name),
        breaksOut: BREAKS_OUT.has(name),
        isMark: MARKS.has(name),
      },
    ]),
  ),
)

/** Tags by first letter and length, at `letter * LENGTHS + length`, the letter counted from `a`. */
export type TagFilter = readonly (readonly Tag[] | undefined)[]

/** No tag of interest has so long a name. */
const LENGTHS = 16
const LETTER_A = 0x61

/** Passes every tag that counts, while the page may become a frameset. */
export const FIRST_TAGS: TagFilter = buildFilter((tag) => tag.refusesFrames)
/** Passes the same, once the page is known to be no frameset page: the many tags of text are left out. */
export const LATER_TAGS: TagFilter = buildFilter(() => false)

function buildFilter(passes: (tag: Tag) => boolean): TagFilter {
  const filter: Tag[][] = []
  for (const tag of TAGS.values()) {
    if ((tag.kind === 'void' || tag.kind === 'element') && !tag.isMark && !passes(tag)) continue
    const place = (tag.name.charCodeAt(0) - LETTER_A) * LENGTHS + tag.name.length
    filter[place] = [...(filter[place] ?? []), tag]
  }
  return Array.from({ length: 26 * LENGTHS }, (_, place) => filter[place])
}

/** The tag of the filter whose name, in any case, stands from `start` to before `end`, a letter first; null if there is none. */
export function passTag(filter: TagFilter, html: string, start: number, end: number): Tag | null {
  if (end - start >= LENGTHS) return null
  const tags = filter[((html.charCodeAt(start) | 0x20) - LETTER_A) * LENGTHS + end - start]
  if (tags === undefined) return null
  for (const tag of tags) if (isName(html, start, tag.name)) return tag
  return null
}

function isName(html: string, start: number, name: string): boolean {
  for (let i = 1; i < name.length; i += 1) {
    const code = html.charCodeAt(start + i)
    const wanted = name.charCodeAt(i)
    if (code !== wanted && (code + 0x20 !== wanted || code > 0x5a || code < 0x41)) return false
  }
  return true
}
