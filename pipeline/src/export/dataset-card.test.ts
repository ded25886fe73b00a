import { describe, expect, it } from 'vitest'
import { datasetCard, sizeCategory } from './dataset-card.js'
import type { LaionFacts } from './laion-facts.js'

const FACTS: LaionFacts = {
  samples: 3,
  funnel: { candidates: 5, kept: 3, dropped: 2, failed: 0 },
  left: [{ reason: 'low_similarity', about: 'Below the threshold.', candidates: 2 }],
  inputs: 1,
  isOfLists: false,
  isFromWeb: false,
  fetched: null,
  judged: ["Kept where url_domain = '|\n---\n<script>'."],
  planWhere: 'true',
  blockedDomains: 0,
  ancestry: [{ role: 'scorer', id: 'a|b', base: null, sha256: null, weights: {}, licence: null, toy: false }],
  empty: ['NSFW'],
  domains: { distinct: 1, samplesOfTopTen: 3 },
}

describe('datasetCard', () => {
  it('keeps text of others out of its markup and its front matter', () => {
    const card = datasetCard(FACTS)
    expect(card.match(/^---$/gm)).toHaveLength(2)
    expect(card).not.toContain('<script>')
    expect(card).toContain('a\\|b')
  })

  it('says what it does not know', () => expect(datasetCard(FACTS)).toContain('| not recorded | not known |'))

  it.each([
    [999, 'n<1K'],
    [1000, '1K<n<10K'],
    [5e9, '1B<n<10B'],
    [1e12, 'n>1T'],
  ])('%d rows: %s', (n, name) => expect(sizeCategory(n)).toBe(name))
})
