import { displayText } from '../../data/display-text.js'

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const SCRIPTS = new Intl.DisplayNames('en', { type: 'script', fallback: 'none' })

/** What null stands for among parts. */
export const NOT_KNOWN = 'not known, or rare'

/** `German (de)`; the code alone where it has no name. */
export function languageName(code: string | null): string {
  return named(code, /^[a-z]{2,3}$/u, LANGUAGES)
}

/** `Cyrillic (Cyrl)`; the name given where it is no ISO 15924 code. */
export function scriptName(code: string | null): string {
  return named(code, /^[A-Z][a-z]{3}$/u, SCRIPTS)
}

/** A part's own name. */
export function plainName(value: string | null): string {
  return value === null ? NOT_KNOWN : displayText(value)
}

/** `.de`; a value that has its dot stays. */
export function tldName(value: string | null): string {
  return value === null || value.startsWith('.') ? plainName(value) : `.${displayText(value)}`
}

function named(code: string | null, shape: RegExp, names: Intl.DisplayNames): string {
  if (code === null || !shape.test(code)) return plainName(code)
  const name = names.of(code)
  return name === undefined ? code : `${name} (${code})`
}
