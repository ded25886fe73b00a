// A word of the file name that no photograph's name would hold by chance.
const TELLING_WORD = /(?:^|[-_.])(?:placeholder|spacer|1x1|lazyload)(?:[-_.]|$)/
// Words that real names hold too ("grey-cat.jpg"): only as the whole name.
const WHOLE_NAME =
  /^(?:blank|pixel|transparent|loading|loader|grey|gray|clear|empty)(?:[-_](?:bg|\d+))?\.(?:gif|png|svg|jpe?g|webp)$/
const LAZY_GIF = /^lazy.*\.gif$/
// `{{image.url}}`, `${src}`, `_{width}x.jpg`: what a script would have filled in.
const TEMPLATE = /%7B|[{}]/i

/**
 * Is `url` (absolute, http(s), at most 2,000 characters) what pages show until a script has put the picture there?
 *
 * True for the file names of stand-ins (`blank.gif`, `spacer.gif`, `1x1.png`, `lazy_placeholder.gif` and their
 * like), for unfilled templates, and for `base` itself (`src="#"`, `src="?"`). A guess, so only to be used for
 * ordering: such an address loses to any other, it is never refused.
 */
export function isPlaceholder(url: string, base: string | null): boolean {
  if (url === withoutFragment(base ?? '')) return true
  if (TEMPLATE.test(url)) return true
  const path = /^[^?#]*/.exec(url)?.[0] ?? ''
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return TELLING_WORD.test(name) || WHOLE_NAME.test(name) || LAZY_GIF.test(name)
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#')
  return at < 0 ? url : url.slice(0, at)
}
