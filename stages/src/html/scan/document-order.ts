/** A tag that counts, where its attributes begin and end. */
export interface Finding {
  readonly kind: 'picture' | 'base'
  readonly from: number
  readonly to: number
}

/** Findings in document order; a nested sequence holds the place of a table, or of what is put before it. */
export type Sequence = (Finding | Sequence)[]

/** All findings in document order. An own stack: tables nest as deep as the page likes. */
export function flattenSequence(sequence: Sequence): readonly Finding[] {
  const flat: Finding[] = []
  const pending: (Finding | Sequence)[] = [sequence]
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (!Array.isArray(item)) flat.push(item)
    else for (let i = item.length - 1; i >= 0; i -= 1) pending.push(item[i] ?? [])
  }
  return flat
}
