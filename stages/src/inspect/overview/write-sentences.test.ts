import type { Inspection } from '@warc2dataset/schemas'
import { expect, it } from 'vitest'
import { TEST_SUBJECT } from '../test-pairs.js'
import { type Sections, writeSentences } from './write-sentences.js'
import { writeWarnings } from './write-warnings.js'

const nothing = { not_available: 'not here' }
const NOTHING: Sections = {
  subject: TEST_SUBJECT,
  funnel: nothing,
  threshold: nothing,
  groups: nothing,
  anatomy: nothing,
  words: nothing,
  sources: nothing,
  asked: nothing,
  languages: nothing,
  images: nothing,
  map: nothing,
  compare: nothing,
}
const rate = (k: number, n: number) => ({ k, n, rate: k / n, low: null, high: null })

const FUNNEL: Inspection['funnel'] = {
  references: { total: 2000, candidates: 1500, without: [{ kind: 'missing', about: '', n: 500 }] },
  candidates: 1500,
  kept: 150,
  rate: rate(150, 1500),
  phases: [],
  steps: [
    {
      id: 's0',
      phase: 'fetch',
      outcome: 'failed',
      filter: null,
      reasons: [{ reason: 'http_status', about: '', left: 1350 }],
      left: 1350,
      saw: 1500,
      cut: 1350,
      only: 1350,
      rate: rate(1350, 1500),
      shadow: null,
      query: '',
    },
  ],
  by: [],
}

it('says nothing of what is not there', () => {
  expect(writeSentences(NOTHING)).toEqual([])
})

it('tells the way from picture references, and where most left', () => {
  const [sentence] = writeSentences({ ...NOTHING, funnel: FUNNEL })
  expect(sentence).toEqual({
    page: 'funnel',
    text: 'Of 2,000 picture references, 1,500 of them candidates, 150 were kept (10 % of the candidates). Most left as http_status: 1,350.',
    caveat: 'The crawl itself left out most of the web before the first filter here.',
  })
})

it('counts what a lower cut would bring back', () => {
  const threshold: Inspection['threshold'] = {
    score: 'similarity',
    model: 'm',
    toy: false,
    cut: 0.28,
    origin: 0,
    width: 0.0025,
    lowest: 0.2,
    highest: 0.3,
    knows_below: true,
    scored: { first: 107, counts: [] },
    // Bins from 0.2675 on; the cut is bin 112.
    eligible: { first: 107, counts: [5, 1, 2, 3, 4, 100, 100] },
    parts: [],
    domains: 1,
  }
  const [sentence] = writeSentences({ ...NOTHING, threshold })
  expect(sentence?.text).toBe('A cut lower by 0.01 would keep 10 more rows (5.0 % of what is kept now).')
})

it('tells what sites asked, and of what the recipe did not look for nothing', () => {
  const signal = (name: 'robots_txt' | 'xmp', k: number, not_asked: string | null) => ({
    signal: name,
    fields: [],
    obeyed: [],
    not_asked,
    left: rate(k, 200),
    shadow: 0,
    sites: 1,
    top: [],
    values: [],
  })
  const asked = (signals: readonly ReturnType<typeof signal>[]) =>
    writeSentences({ ...NOTHING, asked: { signals, unanswered: nothing, by_kind: [] } })[0]?.text
  expect(asked([signal('robots_txt', 30, null), signal('xmp', 1200, null)])).toBe(
    'What sites and lists asked left out 1,230 candidates, most by XMP data mining: 1,200.',
  )
  expect(asked([signal('xmp', 0, 'opt_out.xmp is false.')])).toBe(
    'The recipe looked for nothing by which a site asks not to be used.',
  )
  const [sentence] = writeSentences({
    ...NOTHING,
    asked: {
      signals: [signal('xmp', 0, null)],
      unanswered: { rate: rate(50, 200), open: null, failures: [] },
      by_kind: [],
    },
  })
  expect(sentence?.text).toBe(
    'What sites and lists asked left out 0 candidates. 50 picture URLs (25 %) gave no answer.',
  )
})

it('warns of a toy first, and that a table knows only what was kept', () => {
  const toy = writeWarnings({ ...NOTHING, subject: { ...TEST_SUBJECT, rows: 9, toy: true } })
  expect(toy[0]).toMatch(/^A toy model scored this/)
  const table = writeWarnings({ ...NOTHING, subject: { ...TEST_SUBJECT, rows: 9, kind: 'parquet' } })
  expect(table[0]).toMatch(/^These rows are what somebody kept/)
  expect(writeWarnings(NOTHING)[0]).toBe('There is not a single row.')
})
