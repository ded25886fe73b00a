import { describe, expect, it } from 'vitest'
import { parseHttpResponse } from '../warc/http-response.js'
import { count, countRecord, imagesByKind, newTally } from './archive-tally.js'
import { recordOf } from './test-pages.js'

describe('the account of records', () => {
  it('adds up the kinds of images but the total', () => {
    const tally = newTally()
    count(tally.images, 'total', 7)
    for (const [i, kind] of ['candidate', 'missing', 'html_budget'].entries())
      count(tally.images, kind, i + 1)
    expect(imagesByKind(tally)).toBe(6)
  })

  it('counts records by the types of the standard: a type of a foreign file is no key', () => {
    const tally = newTally()
    for (const type of ['response', 'revisit', '__proto__', 'anything', '']) {
      countRecord(tally, recordOf({ type }), null)
    }
    expect(tally.records).toEqual({ response: 1, revisit: 1, unknown: 3 })
    expect(tally.responses).toEqual({ not_http: 1 })
  })

  it('counts responses that are none', () => {
    const tally = newTally()
    countRecord(tally, recordOf(), parseHttpResponse(Buffer.from('junk'), { maxBodyBytes: 1 }))
    countRecord(tally, recordOf(), parseHttpResponse(Buffer.from('HTTP/1.1 200 OK\n\n'), { maxBodyBytes: 1 }))
    expect(tally.responses).toEqual({ malformed: 1 })
  })
})
