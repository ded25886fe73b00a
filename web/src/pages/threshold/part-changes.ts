import type { ThresholdSection } from '@warc2dataset/schemas'
import { countFrom } from './bin-counts.js'

type Part = ThresholdSection['parts'][number]
export type PartAxis = Part['axis']

/** A part of the rows at the cut and at the chosen threshold. */
export interface PartChange {
  readonly id: string
  readonly label: string
  readonly atCut: number
  readonly chosen: number
  /** Of all rows kept at the cut, at the chosen threshold; null where none is kept. */
  readonly shareAtCut: number | null
  readonly shareChosen: number | null
}

function change(id: string, label: string, atCut: number, chosen: number, all: PartChange): PartChange {
  return {
    id,
    label,
    atCut,
    chosen,
    shareAtCut: all.atCut === 0 ? null : atCut / all.atCut,
    shareChosen: all.chosen === 0 ? null : chosen / all.chosen,
  }
}

/** All eligible rows. */
export function wholeChange(section: ThresholdSection, cutBin: number, bin: number): PartChange {
  const atCut = countFrom(section.eligible, cutBin)
  const chosen = countFrom(section.eligible, bin)
  const share = (n: number) => (n === 0 ? null : 1)
  return { id: '', label: 'all', atCut, chosen, shareAtCut: share(atCut), shareChosen: share(chosen) }
}

/**
 * Parts of one axis in the section's order. A row has one language, script and domain at most, so what the listed parts
 * leave over is told as `rest`; groups overlap and have none.
 */
export function partChanges(
  section: ThresholdSection,
  axis: PartAxis,
  cutBin: number,
  bin: number,
): { readonly parts: readonly PartChange[]; readonly rest: PartChange | null } {
  const all = wholeChange(section, cutBin, bin)
  const parts = section.parts
    .filter((part) => part.axis === axis)
    .map((part) => change(part.id, part.label, countFrom(part.bins, cutBin), countFrom(part.bins, bin), all))
  if (axis === 'group') return { parts, rest: null }
  const sum = (of: (part: PartChange) => number) => parts.reduce((total, part) => total + of(part), 0)
  const atCut = all.atCut - sum((part) => part.atCut)
  const chosen = all.chosen - sum((part) => part.chosen)
  if (atCut <= 0 && chosen <= 0) return { parts, rest: null }
  return { parts, rest: change('', 'all others, and unknown', Math.max(0, atCut), Math.max(0, chosen), all) }
}

/** Those that change most first; of equal ones the larger. */
export function byChange(parts: readonly PartChange[]): readonly PartChange[] {
  return [...parts].sort(
    (a, b) => Math.abs(b.chosen - b.atCut) - Math.abs(a.chosen - a.atCut) || b.atCut - a.atCut,
  )
}
