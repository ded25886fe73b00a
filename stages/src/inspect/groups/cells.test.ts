import { describe, expect, it } from 'vitest'
import { countCells, countClusters, countPhases } from './cells.js'
import { type Entries, inLanguages } from './entries.js'

// Fate 0: seen, not cut; 1: cut; 2: not seen.
const TALLY = { seen: Uint8Array.of(1, 1, 0), cut: Uint8Array.of(0, 1, 0) }
const ROWS: readonly (readonly [stratum: number, cluster: number, lang: number, fate: number, n: number])[] =
  [
    [0, 2, 1, 0, 5],
    [0, 2, 2, 1, 3],
    [0, 4, 1, 2, 9],
    [2, 2, 1, 1, 4],
    [2, 3, 0, 0, 1],
  ]

function entriesOf(rows: typeof ROWS): Entries {
  const column = (at: number): number[] => rows.map((row) => row[at] ?? 0)
  return {
    length: rows.length,
    stratum: Uint16Array.from(column(0)),
    cluster: Uint16Array.from(column(1)),
    lang: Uint16Array.from(column(2)),
    fate: Uint32Array.from(column(3)),
    n: Uint32Array.from(column(4)),
  }
}

describe('cells of entries', () => {
  it('join fates and languages, and leave out what the step did not see', () => {
    const cells = countCells(entriesOf(ROWS), TALLY, { clusters: 5, strata: 4 })
    expect([...cells.starts]).toEqual([0, 1, 1, 3, 3])
    expect([...cells.cluster]).toEqual([2, 2, 3])
    expect([...cells.n]).toEqual([8, 4, 1])
    expect([...cells.k]).toEqual([3, 4, 0])
  })

  it('sum to those of clusters', () => {
    const { k, n } = countClusters(entriesOf(ROWS), TALLY, 5)
    expect([...n]).toEqual([0, 0, 12, 1, 0])
    expect([...k]).toEqual([0, 0, 7, 0, 0])
  })

  it('are none of no entry', () => {
    const cells = countCells(entriesOf([]), TALLY, { clusters: 5, strata: 2 })
    expect([[...cells.starts], cells.n.length]).toEqual([[0, 0, 0], 0])
  })

  it('can be of some languages', () => {
    const some = inLanguages(entriesOf(ROWS), Uint8Array.of(1, 0, 1))
    expect(some.length).toBe(2)
    expect([...some.n]).toEqual([3, 1])
    expect([...some.stratum]).toEqual([0, 2])
  })
})

describe('countPhases', () => {
  it('has the rows that entered each phase, and behind them those kept', () => {
    // Fate 0 was kept, 1 left at the second phase, 2 at the first.
    expect(countPhases(entriesOf(ROWS), Uint8Array.of(2, 1, 0), 2)).toEqual([22, 13, 6])
  })
})
