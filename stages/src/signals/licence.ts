import type { Attributes } from '../html/image-finder.js'
import { resolveImageUrl } from '../html/resolve-url.js'

/** Units of creativecommons.org/licenses, retired ones too, as Openverse's licenses/constants.py lists them. */
const LICENCE_UNITS: ReadonlySet<string> = new Set([
  'by',
  'by-nc',
  'by-nc-nd',
  'by-nc-sa',
  'by-nd',
  'by-nd-nc',
  'by-sa',
  'devnations',
  'nc',
  'nc-sa',
  'nc-sampling+',
  'nd',
  'nd-nc',
  'sa',
  'sampling',
  'sampling+',
])
const PUBLIC_DOMAIN_UNITS: ReadonlySet<string> = new Set(['mark', 'zero'])
const VERSIONS: ReadonlySet<string> = new Set(['1.0', '2.0', '2.1', '2.5', '3.0', '4.0'])
// Versions 1.0 to 3.0 were ported: ISO 3166 codes, Scotland, and the one for intergovernmental organisations.
const JURISDICTION = /^(?:[a-z]{2}|igo|scotland)$/
const HOSTS: ReadonlySet<string> = new Set(['creativecommons.org', 'www.creativecommons.org'])
const MENTIONS_HOST = /creativecommons\.org/i
// The HTML Standard, link type "license": `copyright` is to be treated like it.
const LICENCE_RELS: ReadonlySet<string> = new Set(['license', 'copyright'])

/**
 * The Creative Commons licence or public domain tool that the links of a page name, as by `normalLicence`; null where
 * there is none, or more than one and so no telling which is for what.
 *
 * Links marked `rel=license` (ccREL, HTML Standard) are asked first and alone, if any of them is one; else all.
 * Where they differ the answer is null: a wrong licence is worse than none. LAION took the first such link for the
 * pictures after it. The licence of a page need not be that of each picture on it.
 */
export function creativeCommons(links: readonly Attributes[], base: string | null): string | null {
  const marked = new Set<string>()
  const unmarked = new Set<string>()
  const baseIsTheirs = base !== null && MENTIONS_HOST.test(base)
  for (const link of links) {
    const href = link.get('href')
    // Pages have hundreds of links; a relative one can lead there only from there.
    if (href === undefined || !(baseIsTheirs || MENTIONS_HOST.test(href))) continue
    const resolved = resolveImageUrl(href, base)
    const licence = 'url' in resolved ? normalLicence(resolved.url) : null
    if (licence !== null) (isLicenceRel(link.get('rel')) ? marked : unmarked).add(licence)
  }
  const named = [...(marked.size > 0 ? marked : unmarked)]
  return named.length === 1 ? (named[0] ?? null) : null
}

/**
 * The canonical URL, as cc-legal-tools-app's compute_canonical_url makes it, of the tool that an absolute URL of
 * creativecommons.org is about: `https://creativecommons.org/licenses/by-sa/3.0/de/`, with the jurisdiction of
 * versions before 4.0, without `deed.de`, `legalcode`, query and fragment. Null for anything else, a licence without
 * a version and one that never was included.
 */
export function normalLicence(url: string): string | null {
  const resolved = resolveImageUrl(url, null)
  if (!('url' in resolved)) return null
  const { hostname, pathname } = new URL(resolved.url)
  if (!HOSTS.has(hostname)) return null
  const steps = pathname.toLowerCase().replaceAll('%2b', '+').split('/').filter(Boolean)
  const [category, unit = '', version = '', port = ''] = steps
  if (category === 'licenses' && unit === 'publicdomain') {
    return 'https://creativecommons.org/licenses/publicdomain/'
  }
  if (!VERSIONS.has(version)) return null
  if (category === 'publicdomain' && PUBLIC_DOMAIN_UNITS.has(unit)) {
    return version === '1.0' ? `https://creativecommons.org/publicdomain/${unit}/1.0/` : null
  }
  if (category !== 'licenses' || !LICENCE_UNITS.has(unit)) return null
  const ported = version !== '4.0' && JURISDICTION.test(port) ? `${port}/` : ''
  return `https://creativecommons.org/licenses/${unit}/${version}/${ported}`
}

function isLicenceRel(rel: string | undefined): boolean {
  return (
    rel
      ?.toLowerCase()
      .split(/\s+/)
      .some((word) => LICENCE_RELS.has(word)) ?? false
  )
}
