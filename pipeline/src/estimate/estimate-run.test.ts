import { describe, expect, it } from 'vitest'
import { parseRecipe } from '../run/load-recipe.js'
import { estimateRun } from './estimate-run.js'
import type { Sample } from './take-sample.js'

const none = { in: 0, kept: 0, shadow: 0, dropped: {}, failed: {} }
const sample: Sample = {
  extent: { unit: 'bytes', total: 1000, sampled: 100, files: 8, sampledFiles: 2 },
  extract: { ...none, in: 50, kept: 45, dropped: { url_bad: 5 } },
  dedup: { ...none, in: 45, kept: 40, dropped: { dup_url: 5 } },
  plan: { ...none, in: 40, kept: 20, dropped: { plan_where: 20 } },
  captures: { found: 10, meanBytes: 50_000 },
  extractMs: 100,
}
const archive = parseRecipe({ source: { files: ['a.warc.gz'] } })
const web = parseRecipe({
  source: { files: ['a.warc.gz'] },
  fetch: { source: 'web', user_agent: 'x (+https://example.org)' },
})

describe('estimateRun', () => {
  it('scales every count of the sample to the whole', () => {
    const { candidates, dropped, planned, extractMs } = estimateRun(sample, archive, 4)
    expect([candidates.high, planned.high, extractMs.high]).toEqual([500, 200, 250])
    const names = Object.entries(dropped).map(([name, { high, basis }]) => [name, high, basis])
    expect(names).toEqual([
      ['url_bad', 50, 'measured'],
      ['dup_url', 50, 'measured'],
      ['plan_where', 200, 'measured'],
    ])
  })

  it('measures pictures of an archive and asks the web for none', () => {
    const { pictures, requests, diskBytes } = estimateRun(sample, archive, 4)
    expect([pictures.low, pictures.high, pictures.basis, requests.high]).toEqual([100, 100, 'measured', 0])
    expect(diskBytes.high).toBe(2 * 100 * 50_000 + 500 * 1000)
  })

  it('assumes, and says so, how many pictures of the web still answer', () => {
    const { pictures, requests, fetchMs } = estimateRun(sample, web, 2)
    expect(requests.high).toBe(200)
    expect([pictures.low, pictures.high, pictures.basis, fetchMs.basis]).toEqual([
      128,
      182,
      'assumed',
      'assumed',
    ])
  })

  it('calls nothing measured that was counted whole', () => {
    const whole = { ...sample, extent: { ...sample.extent, total: 100 } }
    expect(estimateRun(whole, web, 2).candidates).toMatchObject({ high: 50, basis: 'exact' })
  })
})
