import type { AltText, ImageReference, PlannedPage } from './crawl-plan.js'
import type { Random } from './seeded-random.js'

const BLANKS: readonly string[] = ['   ', '\n\t', '&nbsp;', '&#32;&#9;']
const NAMED: ReadonlyMap<string, string> = new Map([
  ['ä', '&auml;'],
  ['ö', '&ouml;'],
  ['ü', '&uuml;'],
  ['ß', '&szlig;'],
  ['é', '&eacute;'],
  ['–', '&ndash;'],
  ['€', '&euro;'],
  ['“', '&ldquo;'],
])

/** Writes one `<img>` in one of the many ways that pages do. */
export function renderImage(page: PlannedPage, reference: ImageReference, random: Random): string {
  const { source, alt, placement } = reference
  const upper = random.chance(0.12)
  const address = source.kind === 'http' ? spellUrl(source.url, page, random) : source.markup
  if (placement === 'lazy') return `<img class="lazy" data-src="${escapeAmpersand(address)}">`

  const src = attribute(upper ? 'SRC' : 'src', escapeAmpersand(address), random)
  const parts = [src, altAttribute(alt, upper ? 'ALT' : 'alt', random)]
  if (random.chance(0.3)) parts.reverse()
  if (random.chance(0.3)) parts.push(`width="${random.between(64, 800)}"`)
  if (random.chance(0.2)) parts.unshift('loading=lazy')
  if (source.kind === 'http' && random.chance(0.15)) parts.push(srcset(address))
  if (source.kind === 'http' && random.chance(0.1)) parts.push(`data-src="${escapeAmpersand(address)}"`)

  const space = random.chance(0.1) ? '\n     ' : ' '
  const tag = `<${upper ? 'IMG' : 'img'}${space}${parts.filter((part) => part !== '').join(space)}${random.pick(['>', '>', ' />'])}`
  if (placement === 'noscript') return `<noscript>${tag}</noscript>`
  if (source.kind !== 'http' || !random.chance(0.06)) return tag
  return `<picture><source type="image/webp" srcset="${escapeAmpersand(address)}">${tag}</picture>`
}

// The biggest entry is the src itself: whichever of the two a reader prefers, the picture is the same.
function srcset(address: string): string {
  const markup = escapeAmpersand(address)
  const small = markup.replace(/(\.\w+)(\?|$)/, '-320$1$2')
  return `srcset="${small} 320w, ${markup} 1600w" sizes="(max-width: 640px) 320px, 1600px"`
}

function altAttribute(alt: AltText, name: string, random: Random): string {
  if (alt.kind === 'usable') {
    return alt.markup === undefined
      ? attribute(name, spellText(alt.text, random), random)
      : `${name}="${alt.markup}"`
  }
  if (alt.kind === 'missing') return ''
  if (alt.kind === 'empty') return random.pick([name, `${name}=""`, `${name}=''`])
  return `${name}="${random.pick(BLANKS)}"`
}

function attribute(name: string, markup: string, random: Random): string {
  const form = random.int(6)
  if (form === 0 && /^[^\s"'=<>`]+$/.test(markup)) return `${name}=${markup}`
  if (form <= 2) return `${name}='${markup.replaceAll("'", '&#39;')}'`
  return `${name}="${markup.replaceAll('"', '&quot;')}"`
}

function spellText(text: string, random: Random): string {
  const markup = escapeAmpersand(text)
  if (random.chance(0.2)) return markup.replace(/[äöüßé–€“]/g, (letter) => NAMED.get(letter) ?? letter)
  if (random.chance(0.05))
    return markup.replace(/[^\0-\x7f]/gu, (letter) => `&#x${letter.codePointAt(0)?.toString(16)};`)
  return random.chance(0.05) ? `\n  ${markup}  ` : markup
}

function escapeAmpersand(text: string): string {
  return text.replaceAll('&', '&amp;')
}

function spellUrl(url: string, page: PlannedPage, random: Random): string {
  const base = page.base ?? page.url
  const { origin, protocol, pathname, search } = new URL(url)
  const spellings = [
    url,
    url,
    url.slice(origin.length),
    url.slice(protocol.length),
    url.slice(origin.length),
    `../${pathname.slice(1)}${search}`,
    `${pathname.replace(/^\/media\//, '')}${search}`,
    url.replace(/^https?/, (scheme) => scheme.toUpperCase()),
  ]
  const spelling = random.pick(spellings)
  return new URL(spelling, base).href === url ? spelling : url
}
