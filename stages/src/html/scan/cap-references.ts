const LONG = /&#[xX]?[0-9a-fA-F]{20,}/
const ZEROS = /(&#[xX]?)0{4,}/g
const TOO_LARGE = /&#\d{9,}/g
const TOO_LARGE_HEX = /&#[xX][0-9a-fA-F]{8,}/g

/**
 * The same text with no numeric character reference of more than some digits: the `entities` library and parse5 add them
 * up in a double, and throw at some 300. A number beyond U+10FFFF stands for U+FFFD, however long it is (13.2.5.80).
 */
export function capReferences(text: string): string {
  if (!LONG.test(text)) return text
  return text.replace(ZEROS, '$10').replace(TOO_LARGE, '&#9999999').replace(TOO_LARGE_HEX, '&#x9999999')
}

/** Digits of one reference from which parse5 may throw. */
const FATAL = /&#[xX]?[0-9a-fA-F]{200}/

/** Would parse5 throw on a reference of this page? */
export function hasFatalReference(html: string): boolean {
  return FATAL.test(html)
}
