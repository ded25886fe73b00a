import { KIND_NAMES, type KindName, kindOf } from './kinds.js'
import type { JudgedRow } from './read-fates.js'

/** What became of the `<img>` of one kind: `planted` = kept + dropped + failed + those that were no candidate. */
export interface KindFates {
  readonly kind: KindName
  readonly planted: number
  readonly candidates: number
  readonly kept: number
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** By code. */
  readonly failed: Readonly<Record<string, number>>
  /** `<img>` whose fate is one of those expected. */
  readonly asExpected: number
}

/**
 * How well right and wrong pairs were told apart. A URL counts once: its further places (`dup_url`) do not. Ratios are
 * null where they have no denominator.
 */
export interface Telling {
  readonly right: number
  readonly wrong: number
  readonly keptRight: number
  readonly keptWrong: number
  /** Of the kept, the share that is right. */
  readonly precision: number | null
  /** Of the right, the share that is kept, whatever the others were lost to. */
  readonly recall: number | null
}

export interface TruthTable {
  readonly kinds: readonly KindFates[]
  /** All pairs whose kind says right or wrong. */
  readonly all: Telling
  /** The plain right pairs of one object, and the wrong ones. */
  readonly oneObject: Telling
  readonly twoObjects: Telling
  /** Of the wrong pairs of a kind, the share that was left out: 0 to 1. */
  readonly detected: Readonly<Partial<Record<KindName, number>>>
}

const ONE_OBJECT: readonly KindName[] = ['right-one-object', 'wrong-one-object']
const TWO_OBJECTS: readonly KindName[] = ['right-two-objects', 'wrong-in-two-objects', 'swapped-objects']

/** Counts fates by planted kind. Kinds that were not planted are left out. */
export function truthTable(rows: readonly JudgedRow[]): TruthTable {
  const kinds = KIND_NAMES.flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind)
    return own.length === 0 ? [] : [countFates(kind, own)]
  })
  const wrong = kinds.filter(({ kind }) => kindOf(kind).side === 'wrong')
  return {
    kinds,
    all: tellApart(rows),
    oneObject: tellApart(rows.filter(({ kind }) => ONE_OBJECT.includes(kind))),
    twoObjects: tellApart(rows.filter(({ kind }) => TWO_OBJECTS.includes(kind))),
    detected: Object.fromEntries(wrong.map(({ kind, planted, kept }) => [kind, 1 - kept / planted])),
  }
}

/** Pairs that were judged wrongly: the wrong ones that were kept, and the right ones that were cut. */
export interface Mistakes {
  /** Highest similarity first. */
  readonly kept: readonly JudgedRow[]
  /** Lowest similarity first. */
  readonly cut: readonly JudgedRow[]
}

/** The worst `n` mistakes of either kind. */
export function worstMistakes(rows: readonly JudgedRow[], n: number): Mistakes {
  const scored = rows.flatMap((row) => (row.similarity === null ? [] : [{ row, score: row.similarity }]))
  const kept = scored.filter(({ row }) => kindOf(row.kind).side === 'wrong' && row.outcome === 'kept')
  const cut = scored.filter(({ row }) => kindOf(row.kind).side === 'right' && row.reason === 'low_similarity')
  return {
    kept: [...kept]
      .sort((a, b) => b.score - a.score)
      .map(({ row }) => row)
      .slice(0, n),
    cut: [...cut]
      .sort((a, b) => a.score - b.score)
      .map(({ row }) => row)
      .slice(0, n),
  }
}

function countFates(kind: KindName, rows: readonly JudgedRow[]): KindFates {
  return {
    kind,
    planted: rows.length,
    candidates: rows.filter(({ outcome }) => outcome !== null).length,
    kept: rows.filter(({ outcome }) => outcome === 'kept').length,
    dropped: countReasons(rows.filter(({ outcome }) => outcome === 'dropped')),
    failed: countReasons(rows.filter(({ outcome }) => outcome === 'failed')),
    asExpected: rows.filter((row) => row.expected.includes(fateOf(row))).length,
  }
}

function fateOf({ outcome, reason }: JudgedRow): string {
  if (outcome === null) return 'no candidate'
  return outcome === 'kept' ? 'kept' : (reason ?? '')
}

function countReasons(rows: readonly JudgedRow[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const { reason } of rows) counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a))
}

function tellApart(rows: readonly JudgedRow[]): Telling {
  const counted = rows.filter(({ reason }) => reason !== 'dup_url')
  const right = counted.filter(({ kind }) => kindOf(kind).side === 'right')
  const wrong = counted.filter(({ kind }) => kindOf(kind).side === 'wrong')
  const keptRight = right.filter(({ outcome }) => outcome === 'kept').length
  const keptWrong = wrong.filter(({ outcome }) => outcome === 'kept').length
  return {
    right: right.length,
    wrong: wrong.length,
    keptRight,
    keptWrong,
    precision: ratio(keptRight, keptRight + keptWrong),
    recall: ratio(keptRight, right.length),
  }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
