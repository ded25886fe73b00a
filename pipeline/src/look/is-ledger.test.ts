import { describe, expect, it } from 'vitest'
import { isLedger } from './is-ledger.js'

describe('isLedger', () => {
  it.each([
    ['ledger/phase=fetch/00000.parquet', true],
    ['ledger/phase=fetch/00000.g2.parquet', true],
    ['selections/0123/ledger.parquet', true],
    ['selections/0123/ledger.g1.parquet', true],
    ['selections/0123/selection.parquet', false],
    ['fetched/00000.parquet', false],
  ])('%s: %s', (name, expected) => {
    expect(isLedger(name)).toBe(expected)
  })
})
