import type { AskedSection } from '@warc2dataset/schemas'
import { expect, it } from 'vitest'
import { checkAsked } from './check-asked.js'

const rate = (k: number) => ({ k, n: 9, rate: k / 9, low: null, high: null })
const line = { sites: 1, top: [] }
const ASKED: AskedSection = {
  signals: [
    {
      ...line,
      signal: 'xmp',
      fields: [],
      obeyed: [],
      not_asked: null,
      left: rate(2),
      shadow: 5,
      values: [],
    },
  ],
  unanswered: {
    rate: rate(3),
    open: null,
    failures: [{ ...line, code: 'timeout', status: null, about: '', left: 3, open: null }],
  },
  by_kind: [],
}

it('lets counts through that agree, whatever else left', () => {
  checkAsked(ASKED, { left: { xmp_data_mining: 2, timeout: 3, low_similarity: 7, not_an_image: 1 } })
})

it('refuses sums that the commits do not have', () => {
  expect(() => checkAsked(ASKED, { left: { xmp_data_mining: 1, timeout: 3 } })).toThrow(
    'Ledger: Expected 1 for left for what sites asked, got 2',
  )
  expect(() => checkAsked(ASKED, { left: { xmp_data_mining: 2, timeout: 3, http_status: 1 } })).toThrow(
    'Ledger: Expected 4 for pictures without an answer, got 3',
  )
})
