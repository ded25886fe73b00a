import { INSPECTION_VERSION, type Inspection, isAvailable, RunError } from '@warc2dataset/schemas'
import { diffCautions, hasSameScorers } from './diff-cautions.js'
import { diffExclusions } from './diff-exclusions.js'
import { better, type Finding, isBeyond, percent, plain, worse } from './finding.js'

/** How much worse B may be; at the limit is not beyond it. */
export interface DiffLimits {
  /** Fall of the share of candidates kept, of what it was: 0.1 is a tenth of it. */
  readonly keptFall: number
  /** Rise of a flagged group's exclusion ratio, in |ln ratio|: 0.1 is some 10 %. */
  readonly ratioRise: number
  /** Rise of the share of candidates lost to failures: 0.05 is five points. */
  readonly failureRise: number
  /** Rise of the Jensen–Shannon divergence of languages before and after, bits. */
  readonly divergenceRise: number
}

export const DIFF_LIMITS: DiffLimits = {
  keptFall: 0.1,
  ratioRise: 0.1,
  failureRise: 0.05,
  divergenceRise: 0.05,
}

export interface InspectionDiff {
  /** What is worse in B beyond the limits; empty: nothing is. */
  readonly worse: readonly string[]
  /** All that was compared, cautions first, `worse` among them. */
  readonly lines: readonly string[]
}

/**
 * Is B, the newer, worse than A? For a gate in CI (field note inspect §5.8). Looks at the share kept, failures, exclusion of
 * groups by all steps together (adjusted ratios, else crude ones) where B flags it, the divergence of languages, and B's own
 * sums. What one of the two does not have is said and not compared. With other scorers thresholds are not compared; who was
 * kept still is, whichever model chose.
 *
 * Every string of the two is made safe for a terminal.
 *
 * @throws RunError `input` for another version of inspect.json.
 */
export function diffInspections(
  a: Inspection,
  b: Inspection,
  limits: DiffLimits = DIFF_LIMITS,
): InspectionDiff {
  expectVersion(a, 'A')
  expectVersion(b, 'B')
  const findings = [
    ...diffCautions(a, b).map(better),
    ...diffKept(a, b, limits),
    ...diffFailures(a, b, limits),
    ...diffExclusions(a.groups, b.groups, limits.ratioRise),
    ...diffLanguages(a, b, limits),
    ...diffThresholds(a, b),
    ...diffChecks(a, b),
  ]
  return {
    worse: findings.filter(({ isWorse }) => isWorse).map(({ line }) => line),
    lines: findings.map(({ line }) => line),
  }
}

function expectVersion({ version }: { readonly version: number }, name: string): void {
  if (version !== INSPECTION_VERSION)
    throw new RunError(
      'input',
      `Expected version ${INSPECTION_VERSION} for inspect.json ${name}, got ${plain(String(version))}; inspect it again`,
    )
}

function diffKept(a: Inspection, b: Inspection, { keptFall }: DiffLimits): readonly Finding[] {
  if (!isAvailable(a.funnel) || !isAvailable(b.funnel))
    return [better(notCompared('Kept', a.funnel, b.funnel))]
  const [before, after] = [a.funnel.rate.rate, b.funnel.rate.rate]
  if (before === null) return [better('Kept: not compared, A has no candidates.')]
  if (after === null) return [worse('Kept: B has no candidates.')]
  const change =
    before === 0 ? '' : ` (${after >= before ? '+' : '−'}${percent(Math.abs(after / before - 1))})`
  const line = `Kept: ${percent(before)} → ${percent(after)} of the candidates${change}.`
  return [before > 0 && isBeyond(1 - after / before, keptFall) ? worse(line) : better(line)]
}

function diffFailures(a: Inspection, b: Inspection, { failureRise }: DiffLimits): readonly Finding[] {
  const [before, after] = [failureShare(a.funnel), failureShare(b.funnel)]
  if (before === null || after === null) return []
  const line = `Lost to failures: ${percent(before)} → ${percent(after)} of the candidates.`
  return [isBeyond(after - before, failureRise) ? worse(line) : better(line)]
}

/** Null: nothing to have a share of. */
function failureShare(funnel: Inspection['funnel']): number | null {
  if (!isAvailable(funnel) || funnel.candidates === 0) return null
  const failed = funnel.steps.filter(({ outcome }) => outcome === 'failed')
  return failed.reduce((sum, { left }) => sum + left, 0) / funnel.candidates
}

function diffLanguages(a: Inspection, b: Inspection, { divergenceRise }: DiffLimits): readonly Finding[] {
  if (!isAvailable(a.languages) || !isAvailable(b.languages))
    return [better(notCompared('Languages', a.languages, b.languages))]
  const [before, after] = [a.languages.divergence, b.languages.divergence]
  if (before === null || after === null)
    return [better('Languages: not compared, one of the two has no divergence.')]
  const line = `Languages: divergence before to after ${before.toFixed(3)} → ${after.toFixed(3)} bits.`
  return [isBeyond(after - before, divergenceRise) ? worse(line) : better(line)]
}

function diffThresholds(a: Inspection, b: Inspection): readonly Finding[] {
  if (!isAvailable(a.threshold) || !isAvailable(b.threshold) || !hasSameScorers(a, b)) return []
  const [before, after] = [a.threshold, b.threshold].map(({ cut, eligible: { first, counts } }) => {
    if (cut === null) return 'no threshold'
    const all = counts.reduce((sum, n) => sum + n, 0)
    // The cut is the lower edge of bin 0.
    const passed = counts.reduce((sum, n, at) => (first + at >= 0 ? sum + n : sum), 0)
    return `${cut} (passed by ${all === 0 ? 'none' : percent(passed / all)} of what else would be kept)`
  })
  return [better(`Threshold: ${before} → ${after}.`)]
}

function diffChecks(a: Inspection, b: Inspection): readonly Finding[] {
  const broken = ({ method }: Inspection) =>
    method.checks
      .filter(({ expected, got }) => expected !== got)
      .map(({ check, expected, got }) => `${plain(check)}: expected ${expected}, got ${got}`)
  return [
    ...broken(a).map((check) => better(`A does not add up. ${check}.`)),
    ...broken(b).map((check) => worse(`B does not add up. ${check}.`)),
  ]
}

type Missing = object | { readonly not_available: string }

function notCompared(what: string, a: Missing, b: Missing): string {
  const reasons = [['A', a] as const, ['B', b] as const].flatMap(([name, section]) =>
    'not_available' in section ? [`${name}: ${plain(String(section.not_available))}`] : [],
  )
  return `${what}: not compared. ${reasons.join('; ')}`
}
