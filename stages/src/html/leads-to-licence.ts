import type { Attributes } from './image-finder.js'

/** Does this `<a>` lead to a Creative Commons licence? */
export function leadsToLicence(tag: Attributes): boolean {
  return tag.get('href')?.includes('creativecommons') ?? false
}
