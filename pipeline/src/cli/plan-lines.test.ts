import { describe, expect, it } from 'vitest'
import type { Estimate, Figure } from '../estimate/estimate-run.js'
import { parseRecipe } from '../run/load-recipe.js'
import { planLines } from './plan-lines.js'

const figure = (low: number, high = low, basis: Figure['basis'] = 'measured'): Figure => ({
  low,
  high,
  basis,
  note: 'a note',
})
const estimate: Estimate = {
  candidates: figure(1_234_567),
  dropped: { dup_url: figure(1000), blocked_domain: figure(0) },
  planned: figure(900_000),
  requests: figure(900_000),
  pictures: figure(600_000, 800_000, 'assumed'),
  diskBytes: figure(1.5e11, 2e11, 'assumed'),
  extractMs: figure(7_260_000),
  tablesMs: figure(20_000),
  fetchMs: figure(1000, 90_061_000, 'assumed'),
}
const extent = { unit: 'bytes', total: 5e10, sampled: 1.28e8, files: 40, sampledFiles: 2 } as const
const recipe = parseRecipe({
  source: { files: ['a.warc.gz'] },
  fetch: { source: 'web', user_agent: 'x (+https://example.org)' },
})

describe('planLines', () => {
  const text = planLines({ extent }, estimate, recipe, { out: 'here', freeBytes: 1e12 }).join('\n')

  it('prints three digits of what was not counted, and where each number comes from', () => {
    expect(text).toContain('Sample: 128 MB of 50.0 GB, 2 of 40 archives')
    expect(text).toMatch(/^candidates +1,230,000 +measured +a note$/m)
    expect(text).toMatch(/^pictures +600,000 - 800,000 +assumed +a note$/m)
    expect(text).toMatch(/^disk +150 GB - 200 GB +assumed/m)
    expect(text).toMatch(/^ {2}free +1\.0 TB +exact +where here is$/m)
    expect(text).toMatch(/^time: extract +2 h 01 m +measured/m)
  })

  it('leaves out reasons that left nobody out', () => {
    expect(text).toContain('dup_url')
    expect(text).not.toContain('blocked_domain')
  })
})
