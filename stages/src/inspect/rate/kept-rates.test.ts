import { expect, it } from 'vitest'
import { withTestPairs } from '../test-pairs.js'
import { keptRates, rateOf } from './kept-rates.js'

const PAIRS = [
  { script: 'Latn', cluster: 0 },
  { script: 'Latn', cluster: 1 },
]

it('has an interval only where the cut rows are there', async () => {
  for (const rejected of [true, false])
    await withTestPairs({ pairs: PAIRS, knows: { rejected } }, async (inspected) => {
      const rate = rateOf(await keptRates(inspected, { among: 'true', by: 'script' }), 'Latn')
      expect(rate).toMatchObject({ k: 2, n: 2, rate: 1, high: rejected ? 1 : null })
      expect(rate.low === null).toBe(!rejected)
    })
})

it('is of no row for a part that is not there', () => {
  expect(rateOf(new Map(), 'Cyrl')).toEqual({ k: 0, n: 0, rate: null, low: null, high: null })
})
