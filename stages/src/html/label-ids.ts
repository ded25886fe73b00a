import { type Attributes, MAX_FOUND_TEXT, MAX_LABELS } from './image-finder.js'

/** The ids that `aria-labelledby` of a picture names, in order. */
export function labelIds(attributes: Attributes): readonly string[] {
  const value = attributes.get('aria-labelledby')?.slice(0, 2000) ?? ''
  return value
    .split(/[\t\n\f\r ]+/)
    .filter((id) => id !== '')
    .slice(0, MAX_LABELS)
}

/** The texts that these ids name, joined by a space; null where none is on the page. */
export function joinLabels(ids: readonly string[], texts: ReadonlyMap<string, string>): string | null {
  const found = ids.flatMap((id) => texts.get(id) ?? [])
  return found.length === 0 ? null : found.join(' ').slice(0, MAX_FOUND_TEXT)
}
