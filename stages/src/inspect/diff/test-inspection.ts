import type { Exclusion, FunnelSection, Inspection, ThresholdSection } from '@warc2dataset/schemas'
import { TEST_SUBJECT } from '../test-pairs.js'

const NONE = { not_available: 'not in this test' }

/** An inspection with nothing in it but what a test says. */
export function testInspection(said: Partial<Inspection> = {}): Inspection {
  return {
    version: 2,
    made_by: '0.1.0',
    subject: TEST_SUBJECT,
    overview: { sentences: [], warnings: [] },
    funnel: NONE,
    threshold: NONE,
    groups: NONE,
    anatomy: NONE,
    words: NONE,
    sources: NONE,
    asked: NONE,
    languages: NONE,
    images: NONE,
    map: NONE,
    compare: NONE,
    method: { seed: 1, lexicons: [], checks: [], limits: [] },
    ...said,
  }
}

export function testFunnel(candidates: number, kept: number, failed = 0): FunnelSection {
  const rate = (k: number) => ({
    k,
    n: candidates,
    rate: candidates === 0 ? null : k / candidates,
    low: null,
    high: null,
  })
  const step = (id: string, outcome: 'dropped' | 'failed', left: number): FunnelSection['steps'][number] => ({
    id,
    phase: 'fetch',
    outcome,
    filter: null,
    reasons: [],
    left,
    saw: candidates,
    cut: left,
    only: left,
    rate: rate(left),
    shadow: null,
    query: '',
  })
  const steps = [step('s0', 'failed', failed), step('s1', 'dropped', candidates - kept - failed)]
  return { references: null, candidates, kept, rate: rate(kept), phases: [], steps, by: [] }
}

export function testExclusion(group: string, ratio: number | null, said: Partial<Exclusion> = {}): Exclusion {
  return {
    group,
    step: 'all',
    status: 'measured',
    group_rate: null,
    rest_rate: null,
    difference: null,
    crude: null,
    adjusted: ratio === null ? null : { ratio, low: ratio, high: ratio, p: null, clusters: 9, degrees: null },
    strata: null,
    needed: null,
    q: null,
    flagged: true,
    shadow: null,
    ...said,
  }
}

export function testGroups(
  exclusions: readonly Exclusion[],
  withheld: string | null = null,
): Inspection['groups'] {
  return {
    withheld,
    minimum: { rows: 50, expected: 10 },
    zone: [0.9, 1.11],
    alpha: 0.05,
    families: [],
    domains: 9,
    clusters: 9,
    groups: [],
    exclusions: [...exclusions],
    occupations: null,
  }
}

export function testThreshold(cut: number | null, eligible: ThresholdSection['eligible']): ThresholdSection {
  return {
    score: 'similarity',
    model: 'clip',
    toy: false,
    cut,
    origin: cut ?? 0,
    width: 0.0025,
    lowest: 0,
    highest: 1,
    knows_below: true,
    scored: eligible,
    eligible,
    parts: [],
    domains: 1,
  }
}
