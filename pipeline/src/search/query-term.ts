import { RunError } from '@warc2dataset/schemas'

/** A part of a query: words, a picture file, or a picture of the run. */
export type QueryTerm =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly file: string }
  | { readonly kind: 'key'; readonly key: string }

/** What is looked for: more of `plus`, less of `minus`. */
export interface Query {
  readonly plus: readonly QueryTerm[]
  readonly minus: readonly QueryTerm[]
}

/**
 * `key:000010002`, `image:FILE`, `text:words`, or words alone.
 * @throws RunError exit 2 if nothing is there.
 */
export function parseTerm(written: string, flag: string): QueryTerm {
  const [, kind = 'text', rest = written] = /^(text|image|key):(.*)$/s.exec(written) ?? []
  return makeTerm(kind as QueryTerm['kind'], rest, flag)
}

/** @throws RunError exit 2 if `value` is empty. */
export function makeTerm(kind: QueryTerm['kind'], value: string, flag: string): QueryTerm {
  if (value.trim() === '')
    throw new RunError('usage', `Expected something to look for after --${flag}, got nothing`)
  if (kind === 'image') return { kind, file: value }
  return kind === 'key' ? { kind, key: value.trim() } : { kind, text: value }
}

/** For a person: `"a red circle"`, `picture cat.jpg`, `key 000010002`. */
export function termName(term: QueryTerm): string {
  if (term.kind === 'text') return JSON.stringify(term.text)
  return term.kind === 'image' ? `picture ${term.file}` : `key ${term.key}`
}
