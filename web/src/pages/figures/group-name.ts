import type { Group } from '@warc2dataset/schemas'
import { displayText } from '../../data/display-text.js'
import { languageName, scriptName, tldName } from './part-name.js'

/** What a group is called: a lexicon's label, `German (de)`, `Latin (Latn)`, `.com`. */
export function groupName({ axis, label }: Pick<Group, 'axis' | 'label'>): string {
  if (axis === 'language') return languageName(label)
  if (axis === 'script') return scriptName(label)
  // A label with a space is a phrase such as "not known", and no domain.
  return axis === 'tld' && !label.includes(' ') ? tldName(label) : displayText(label)
}
