import { percent } from '../../components/rate.js'
import type { Sides } from '../figures/share-figure.js'
import type { ShareRow } from '../figures/share-rows.js'

/** Codes for a text whose language was not told: ISO 639-2 `und`, and `zxx` for no language at all. */
const UNKNOWN = new Set<string | null>([null, 'und', 'zxx'])

/** How many rows have no language, in one sentence. */
export function unknownText(rows: readonly ShareRow[], sides: Sides): string {
  const unknown = rows.filter(({ value }) => UNKNOWN.has(value))
  if (unknown.length === 0) return 'Every row has a language.'
  const after = percent(sum(unknown, ({ afterShare }) => afterShare))
  const what = 'the language is not known, or too rare to be shown apart.'
  if (sides.same) return `For ${after} of the rows, ${what}`
  const before = percent(sum(unknown, ({ beforeShare }) => beforeShare))
  return `For ${before} of the ${sides.before} and ${after} of the ${sides.after}, ${what}`
}

/** Jensen–Shannon divergence in words; empty where there are no two sides. */
export function divergenceText(bits: number | null, what: string, sides: Sides): string {
  if (sides.same) return ''
  if (bits === null) return 'There is no divergence to tell: one side is empty.'
  return `Jensen–Shannon divergence of the ${what} before and after: ${bits.toFixed(4)} bits (0: the same mix, 1: nothing in common).`
}

function sum(rows: readonly ShareRow[], share: (row: ShareRow) => number | null): number {
  return rows.reduce((total, row) => total + (share(row) ?? 0), 0)
}
