import type { Hit, SearchReport } from './search-report.js'

/** A search for a person: a paragraph for each result, then what was searched and what is hidden. */
export function searchLines(report: SearchReport): readonly string[] {
  const { results, notes } = report
  return [
    queryLine(report),
    '',
    ...results.flatMap((hit) => [...hitLines(hit), '']),
    ...(results.length === 0 ? ['Nothing found.'] : []),
    ...notes,
    methodLine(report),
    countsLine(report),
  ]
}

/** `Pictures near "a red circle" without "a star"`. */
export function queryLine({ query, side }: SearchReport): string {
  const what = side === 'image' ? 'Pictures' : 'Pictures whose text is'
  const plus = query.plus.length === 0 ? '' : ` near ${query.plus.join(' and ')}`
  const minus = query.minus.length === 0 ? '' : ` far from ${query.minus.join(' and ')}`
  return `${what}${plus}${minus === '' || plus === '' ? '' : ','}${minus}`
}

/** Which model, and whether anything may be missed. */
export function methodLine({ model, method }: SearchReport): string {
  const by = `cosines by ${model.name} (${model.id})`
  if (method.kind === 'exact') return `${by}; exact: every row searched was looked at`
  const { at, queries, value } = method.recall
  return `${by}; approximate: ${method.library}, recall@${at} ${value.toFixed(3)} with ${queries} stored rows as queries (--exact looks at every row)`
}

/** What was searched, and every row that was not shown, with the reason. */
export function countsLine({ counts, fold }: SearchReport): string {
  const { rows, searched, hidden, no_embedding, not_finite, folded } = counts
  const ways = { kept: 'use --in kept or both', cut: 'use --in cut or both', unjudged: 'use --in both' }
  const parts = [
    ...(['kept', 'cut', 'unjudged'] as const)
      .filter((fate) => hidden[fate] > 0)
      .map((fate) => `${hidden[fate]} ${fate === 'unjudged' ? 'not judged' : fate} hidden (${ways[fate]})`),
    ...(hidden.kept + hidden.cut + hidden.unjudged > 0 ? [] : ['none hidden']),
    `${folded} duplicate${folded === 1 ? '' : 's'} folded by ${fold}`,
    ...(no_embedding > 0 ? [`${no_embedding} without an embedding`] : []),
    ...(not_finite > 0 ? [`${not_finite} with an embedding that is not finite`] : []),
  ]
  return `searched ${searched} of ${rows} scored rows: ${parts.join('; ')}`
}

/** `kept`, `not judged`, or why it was cut: `low_similarity: similarity_toy >= 0.55 (0.31)`. */
export function fateOf({ fate, reason, filter, value, shadow }: Hit): string {
  if (fate === 'kept') return 'kept'
  if (fate === 'unjudged') return 'not judged'
  const by = filter === null ? '' : `: ${filter.replace(/^select\.keep: /, '')}`
  const seen = value === null ? '' : ` (${typeof value === 'number' ? Number(value.toFixed(4)) : value})`
  return `${reason ?? 'cut'}${by}${seen}${shadow ? ', in the shadow sample' : ''}`
}

function hitLines(hit: Hit): readonly string[] {
  const { rank, similarity, key, url, text, pair_similarity, duplicates } = hit
  const fate = hit.fate === 'cut' ? `CUT ${fateOf(hit)}` : fateOf(hit).toUpperCase()
  const pair = pair_similarity === null ? '' : ` (pair ${pair_similarity.toFixed(3)})`
  const more =
    duplicates.length === 0 ? [] : [`      +${duplicates.length} duplicates: ${keysOf(duplicates)}`]
  return [
    `${String(rank).padStart(4)}  ${similarity.toFixed(4)}  ${key}  ${fate}`,
    `      ${JSON.stringify(text)}${pair}`,
    `      ${url}`,
    ...more,
  ]
}

const KEYS_SHOWN = 5

function keysOf(keys: readonly string[]): string {
  const rest = keys.length - KEYS_SHOWN
  return `${keys.slice(0, KEYS_SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
