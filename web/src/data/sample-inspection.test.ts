import { inspectionSchema } from '@warc2dataset/schemas'
import { expect, test } from 'vitest'
import { isAvailable } from './available.js'
import { bareReport, sampleReport, toyReport } from './sample-inspection.js'

test.each([
  ['sample', sampleReport()],
  ['toy', toyReport()],
  ['bare', bareReport()],
])('the %s report is one that inspect could write', (_, { inspection }) => {
  expect(inspectionSchema.parse(inspection)).toEqual(inspection)
})

test('the funnel of the sample adds up from every reference to the kept', () => {
  const { funnel } = sampleReport().inspection
  if (!isAvailable(funnel) || funnel.references === null) throw new Error('Expected a funnel, got none')
  const { total, candidates, without } = funnel.references
  expect(candidates + without.reduce((sum, { n }) => sum + n, 0)).toBe(total)
  expect(funnel.kept + funnel.steps.reduce((sum, { left }) => sum + left, 0)).toBe(funnel.candidates)
  for (const { phase, in: entered, out } of funnel.phases) {
    const left = funnel.steps.filter((step) => step.phase === phase)
    expect(out + left.reduce((sum, step) => sum + step.left, 0)).toBe(entered)
  }
})

test('the threshold of the sample keeps what the funnel kept, and no bin has more eligible rows than scored ones', () => {
  const { funnel, threshold } = sampleReport().inspection
  if (!isAvailable(funnel) || !isAvailable(threshold)) throw new Error('Expected both sections, got none')
  const { scored, eligible, parts, origin, width, cut } = threshold
  const from = Math.round(((cut ?? 0) - origin) / width) - eligible.first
  expect(eligible.counts.slice(from).reduce((sum, n) => sum + n, 0)).toBe(funnel.kept)
  for (const [smaller, larger] of [
    [eligible, scored] as const,
    ...parts.map(({ bins }) => [bins, eligible] as const),
  ])
    expect(smaller.counts.every((n, at) => n <= (larger.counts[at] ?? 0))).toBe(true)
})
