import { inspectionSchema, RunError } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { TEST_SUBJECT } from '../test-pairs.js'
import { DIFF_LIMITS, diffInspections } from './diff-inspections.js'
import { testExclusion, testFunnel, testGroups, testInspection, testThreshold } from './test-inspection.js'

const scorer = { name: 'b32', id: 'clip-b32', digest: 'a'.repeat(64), toy: false, threshold: 0.28 }

function diffFunnels(
  a: readonly [number, number, number?],
  b: readonly [number, number, number?],
  limits = DIFF_LIMITS,
) {
  return diffInspections(
    testInspection({ funnel: testFunnel(...a) }),
    testInspection({ funnel: testFunnel(...b) }),
    limits,
  )
}

function diffRatios(a: Parameters<typeof testGroups>[0], b: typeof a) {
  return diffInspections(testInspection({ groups: testGroups(a) }), testInspection({ groups: testGroups(b) }))
}

describe('diffInspections', () => {
  it('reads what the schema allows', () => {
    const one = testInspection({
      funnel: testFunnel(10, 5, 1),
      groups: testGroups([testExclusion('tld.de', 2)]),
    })
    expect(inspectionSchema.parse(one)).toEqual(one)
  })

  it('finds nothing worse in the same, whatever it holds', () => {
    const one = testInspection({
      funnel: testFunnel(1000, 300, 40),
      groups: testGroups([testExclusion('lgbtq.en.gay', 1.8)]),
      threshold: testThreshold(0.28, { first: -1, counts: [3, 1] }),
    })
    const { worse, lines } = diffInspections(one, one)
    expect(worse).toEqual([])
    expect(lines).toEqual([
      'Kept: 30.0 % → 30.0 % of the candidates (+0.0 %).',
      'Lost to failures: 4.0 % → 4.0 % of the candidates.',
      'Groups that are flagged: 1 → 1.',
      'lgbtq.en.gay: adjusted exclusion ratio 1.80 → 1.80.',
      'Languages: not compared. A: not in this test; B: not in this test',
      'Threshold: 0.28 (passed by 25.0 % of what else would be kept) → 0.28 (passed by 25.0 % of what else would be kept).',
    ])
  })

  it('has a tenth of the share kept as the limit', () => {
    // .3 to .27 is a tenth, but 1 - .27/.3 is 0.10000000000000009.
    expect(diffFunnels([1000, 300], [1000, 270]).worse).toEqual([])
    expect(diffFunnels([1000, 300], [1000, 269]).worse).toEqual([
      'Kept: 30.0 % → 26.9 % of the candidates (−10.3 %).',
    ])
    expect(diffFunnels([1000, 300], [2000, 700]).worse).toEqual([])
    expect(diffFunnels([1000, 300], [1000, 290], { ...DIFF_LIMITS, keptFall: 0.01 }).worse).toHaveLength(1)
    expect(diffFunnels([1000, 300], [0, 0]).worse).toEqual(['Kept: B has no candidates.'])
    expect(diffFunnels([0, 0], [1000, 0]).worse).toEqual([])
    expect(diffFunnels([1000, 0], [1000, 0]).worse).toEqual([])
  })

  it('has five points of failures as the limit', () => {
    expect(diffFunnels([1000, 300, 100], [1000, 300, 150]).worse).toEqual([])
    expect(diffFunnels([1000, 300, 100], [1000, 300, 151]).worse).toEqual([
      'Lost to failures: 10.0 % → 15.1 % of the candidates.',
    ])
    expect(diffFunnels([1000, 300, 500], [1000, 300, 1]).worse).toEqual([])
  })

  it('finds flagged ratios that moved away from 1 by more than .1 in ln', () => {
    const from = [testExclusion('up', 1.5), testExclusion('down', 0.5)]
    const moved = (up: number, down: number) => [testExclusion('up', up), testExclusion('down', down)]
    // e^.1 is 1.105.
    expect(diffRatios(from, moved(1.65, 0.46)).worse).toEqual([])
    expect(diffRatios(from, moved(1.67, 0.45)).worse).toEqual([
      'up: adjusted exclusion ratio 1.50 → 1.67.',
      'down: adjusted exclusion ratio 0.50 → 0.45.',
    ])
    expect(diffRatios(from, moved(1.2, 0.9)).worse).toEqual([])
    // As far from 1 as before, on the other side.
    expect(diffRatios(from, moved(1 / 1.5, 2)).worse).toHaveLength(2)
  })

  it('finds what is newly flagged, and nothing that B does not flag', () => {
    const calm = testExclusion('g', 1.3, { flagged: false })
    expect(diffRatios([calm], [testExclusion('g', 1.3)]).worse).toEqual([
      'g: adjusted exclusion ratio 1.30 → 1.30, newly flagged.',
    ])
    expect(diffRatios([], [testExclusion('g', 1.3)]).worse).toEqual([
      'g: newly flagged, exclusion ratio 1.30; A has none.',
    ])
    expect(diffRatios([testExclusion('g', 1.1)], [testExclusion('g', 9, { flagged: false })]).worse).toEqual(
      [],
    )
    expect(diffRatios([calm], [testExclusion('g', 9, { step: 's1' })]).worse).toEqual([])
    const few = testExclusion('g', null, { status: 'too_few', flagged: false })
    expect(diffRatios([testExclusion('g', 2)], [few]).lines).toContain('g: flagged in A, too few in B.')
  })

  it('compares crude ratios where one has no adjusted one', () => {
    const crude = { ratio: 2, low: 1.5, high: 3, p: 0.01, clusters: 9, degrees: 5 }
    const a = testExclusion('g', null, { crude: { ...crude, ratio: 1.5 } })
    expect(diffRatios([a], [testExclusion('g', 1.5, { crude })]).worse).toEqual([
      'g: crude exclusion ratio 1.50 → 2.00.',
    ])
  })

  it('has .05 bits of languages as the limit', () => {
    const at = (divergence: number | null) =>
      testInspection({
        languages: {
          told_by: '',
          divergence,
          script_divergence: null,
          languages: [],
          scripts: [],
          declared: null,
        },
      })
    expect(diffInspections(at(0.01), at(0.06)).worse).toEqual([])
    expect(diffInspections(at(0.01), at(0.0601)).worse).toEqual([
      'Languages: divergence before to after 0.010 → 0.060 bits.',
    ])
    expect(diffInspections(at(null), at(1)).worse).toEqual([])
  })

  it('finds sums of B that do not add up', () => {
    const of = (got: number) =>
      testInspection({
        method: {
          seed: 1,
          lexicons: [],
          limits: [],
          checks: [{ check: 'Σ exits + kept', expected: 10, got }],
        },
      })
    expect(diffInspections(of(10), of(9)).worse).toEqual([
      'B does not add up. Σ exits + kept: expected 10, got 9.',
    ])
    expect(diffInspections(of(9), of(10))).toMatchObject({
      worse: [],
      lines: expect.arrayContaining([expect.stringMatching(/^A does not/)]),
    })
  })

  it('says that scorers differ, and compares no thresholds then', () => {
    const threshold = testThreshold(0.28, { first: 0, counts: [1] })
    const a = testInspection({ threshold, subject: { ...TEST_SUBJECT, scorers: [scorer] } })
    const b = testInspection({
      threshold: { ...threshold, cut: 0.1 },
      subject: { ...TEST_SUBJECT, scorers: [{ ...scorer, id: 'clip-l14', digest: 'b'.repeat(64) }] },
    })
    const { lines, worse } = diffInspections(a, b)
    expect(worse).toEqual([])
    expect(lines[0]).toBe('Other scorers: clip-b32 and clip-l14. Scores and thresholds are not compared.')
    expect(lines.some((line) => line.startsWith('Threshold'))).toBe(false)
    const other = testInspection({ threshold: { ...threshold, model: 'other' } })
    expect(diffInspections(testInspection({ threshold }), other).lines[0]).toMatch(
      /^Other scorers: clip and other/,
    )
  })

  it('says what else makes it mean less', () => {
    const lexicon = {
      id: 'gender.en',
      version: '1',
      axis: 'gender',
      lang: 'en',
      licence: 'MIT',
      sha256: 'x',
      note: '',
      sets: [],
    }
    const method = (sha256: string) => ({
      seed: 1,
      checks: [],
      limits: [],
      lexicons: [{ ...lexicon, sha256 }],
    })
    const a = testInspection({ method: method('x') })
    const b = testInspection({
      made_by: '0.2.0',
      method: method('y'),
      subject: { ...TEST_SUBJECT, kind: 'parquet', toy: true },
      groups: testGroups([], 'A toy scored.'),
    })
    expect(diffInspections(a, b).lines.slice(0, 4)).toEqual([
      'Made by different versions: 0.1.0 and 0.2.0.',
      'A is a run, B a parquet.',
      'A toy model judged B: nothing is said of people.',
      'Lexicon gender.en has changed: its groups are compared although they are not quite the same.',
    ])
  })

  it('refuses another version of the file', () => {
    const newer: object = { ...testInspection(), version: 3 }
    const diff = () => diffInspections(testInspection(), newer as ReturnType<typeof testInspection>)
    expect(diff).toThrow(RunError)
    expect(diff).toThrow('Expected version 2 for inspect.json B, got 3; inspect it again')
  })

  it('writes nothing to a terminal that a file could steer it with', () => {
    const hostile = `\u001b[2J\u202e${'x'.repeat(10_000)}\ud800`
    const b = testInspection({ made_by: hostile, groups: testGroups([testExclusion(hostile, 2)]) })
    const { lines } = diffInspections(testInspection({ groups: testGroups([]) }), b)
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(line.isWellFormed()).toBe(true)
      expect(line.length).toBeLessThan(500)
    }
    expect(lines).toHaveLength(5)
  })
})
