import { type Attributes, LINK_ATTRIBUTES, MAX_PAGE_TAGS, META_ATTRIBUTES } from '../image-finder.js'
import { leadsToLicence } from '../leads-to-licence.js'
import type { Finding } from './document-order.js'
import type { PageCoding } from './page-coding.js'
import { readAttributes } from './read-attributes.js'

/** Could the `href` in these attributes of an `<a>`, as they stand in the source, be one that `leadsToLicence` takes? */
export function mayLeadToLicence(attributes: string): boolean {
  // No named reference stands for a letter of it.
  return attributes.includes('creativecommons') || attributes.includes('&#')
}

/** The `<meta>` tags with a content. */
export function readMetas(
  html: string,
  findings: readonly Finding[],
  coding: PageCoding = 'text',
): readonly Attributes[] {
  const metas: Attributes[] = []
  for (const finding of findings) {
    if (finding.kind !== 'meta') continue
    const meta = readAttributes(html, finding, META_ATTRIBUTES, coding)
    if (meta.has('content')) metas.push(meta)
    if (metas.length === MAX_PAGE_TAGS) break
  }
  return metas
}

/** The `<link>` tags with rel and href, and the `<a>` to Creative Commons, of equal ones the first. */
export function readLinks(
  html: string,
  findings: readonly Finding[],
  coding: PageCoding = 'text',
): readonly Attributes[] {
  const links: Attributes[] = []
  const licences = new Set<string>()
  for (const finding of findings) {
    if (finding.kind !== 'link' && finding.kind !== 'licence') continue
    const link = readAttributes(html, finding, LINK_ATTRIBUTES, coding)
    if (finding.kind === 'link' ? link.has('rel') && link.has('href') : isNewLicence(link, licences))
      links.push(link)
    if (links.length === MAX_PAGE_TAGS) break
  }
  return links
}

/** The tree may have a link several times that the source has once: it is reopened after what closed it. */
export function isNewLicence(link: Attributes, known: Set<string>): boolean {
  if (!leadsToLicence(link)) return false
  const key = `${link.get('rel') ?? ''} ${link.get('href')}`
  return known.size < known.add(key).size
}
