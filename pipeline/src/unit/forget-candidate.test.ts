import { locatedColumns } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { exitRow } from './exit-row.js'
import { forgetCandidate } from './forget-candidate.js'

describe('forgetCandidate', () => {
  it('has every column, and nothing in any but the alias', () => {
    const { candidate_id, ...rest } = forgetCandidate(-7n)
    expect(candidate_id).toBe(-7n)
    expect(Object.keys(rest).sort()).toEqual(
      Object.keys(locatedColumns)
        .filter((name) => name !== 'candidate_id')
        .sort(),
    )
    const said = Object.values(rest).filter(
      (value) => value !== null && value !== '' && value !== 0 && value !== 0n && String(value) !== '',
    )
    expect(said).toEqual([])
  })

  it('leaves a ledger row of a reason and nothing else', () => {
    const verdict = { filter: 'fetch.block_lists', score: null, value: null, pass: false }
    const exit = { kind: 'dropped', reason: 'block_list', verdict, alias: -7n } as const
    const row = exitRow('fetch', forgetCandidate(-7n), exit)
    const said = Object.entries(row).filter(
      ([, value]) => value !== null && value !== '' && !/^0?$/.test(String(value)),
    )
    expect(Object.fromEntries(said)).toEqual({
      candidate_id: -7n,
      exit_phase: 'fetch',
      outcome: 'dropped',
      reason: 'block_list',
      filter: 'fetch.block_lists',
      shadow: false,
      verdicts: [verdict],
      pi: 1,
    })
  })
})
