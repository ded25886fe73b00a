import { candidateColumns } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { fillRow } from '../parquet/test-rows.js'
import { NO_TRAFFIC } from '../politeness/no-traffic.js'
import { filterUrl } from './filter-url.js'

const ENV = { count: () => {}, log: () => {}, lease: async () => () => {}, traffic: NO_TRAFFIC }

describe('filterUrl', () => {
  it('drops what has a problem, and tells it', async () => {
    const row = fillRow(candidateColumns, { url: 'https://a.example/1.jpg' })
    const stage = await filterUrl().open(ENV)
    const outcomes = await stage.process(
      [
        { ...row, url_problem: null },
        { ...row, url_problem: 'not_http' },
      ],
      new AbortController().signal,
    )
    expect(outcomes[0]).toMatchObject({ kind: 'kept', value: row })
    expect(outcomes[1]).toMatchObject({ kind: 'dropped', reason: 'url_bad', verdict: { value: 'not_http' } })
  })

  it('lets no shadow candidate pass: there is nothing to fetch', () => {
    expect(filterUrl().carry).toBeUndefined()
  })
})
