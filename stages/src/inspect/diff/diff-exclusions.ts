import { type Exclusion, type GroupsSection, type Inspection, isAvailable } from '@warc2dataset/schemas'
import { better, type Finding, isBeyond, plain, worse } from './finding.js'

/** The step that stands for all of them. */
const ALL_STEPS = 'all'

/**
 * Groups whose exclusion B flags. Worse: the ratio is further from 1 than in A by more than `ratioRise` in |ln|, or on the
 * other side of 1 by more than that; A did not flag it; or A has no ratio of it.
 */
export function diffExclusions(
  a: Inspection['groups'],
  b: Inspection['groups'],
  ratioRise: number,
): readonly Finding[] {
  if (!isAvailable(a) || !isAvailable(b)) {
    const reasons = [a, b].flatMap((section) => (isAvailable(section) ? [] : [plain(section.not_available)]))
    return [better(`Groups: not compared. ${reasons.join('; ')}`)]
  }
  const before = exclusionsOf(a)
  const after = exclusionsOf(b)
  const flagged = [...after.values()].filter((exclusion) => exclusion.flagged)
  const noLonger = [...before.values()].filter(
    (exclusion) => exclusion.flagged && after.get(exclusion.group)?.flagged !== true,
  )
  return [
    ...(b.withheld === null ? [] : [better(`Groups: B says nothing of people. ${plain(b.withheld)}`)]),
    better(
      `Groups that are flagged: ${[...before.values()].filter((one) => one.flagged).length} → ${flagged.length}.`,
    ),
    ...flagged.map((exclusion) =>
      diffOne(before.get(exclusion.group), exclusion, labelOf(b, exclusion), ratioRise),
    ),
    ...noLonger.map((exclusion) =>
      better(`${labelOf(a, exclusion)}: flagged in A, ${fateIn(after.get(exclusion.group))} in B.`),
    ),
  ]
}

function exclusionsOf({ exclusions }: GroupsSection): ReadonlyMap<string, Exclusion> {
  return new Map(exclusions.filter(({ step }) => step === ALL_STEPS).map((one) => [one.group, one]))
}

function labelOf({ groups }: GroupsSection, { group }: Exclusion): string {
  const label = groups.find(({ id }) => id === group)?.label
  return label === undefined || label === group ? plain(group) : `${plain(group)} (${plain(label)})`
}

function fateIn(exclusion: Exclusion | undefined): string {
  if (exclusion === undefined) return 'not there'
  if (exclusion.status === 'too_few') return 'too few'
  return exclusion.status === 'withheld' ? 'withheld' : 'not flagged'
}

function diffOne(before: Exclusion | undefined, after: Exclusion, label: string, ratioRise: number): Finding {
  const pair = comparedRatios(before, after)
  if (pair === null) {
    const ratio = after.adjusted ?? after.crude
    return worse(
      `${label}: newly flagged, exclusion ratio ${ratio?.ratio.toFixed(2) ?? 'not known'}; A has none.`,
    )
  }
  const { kind, from, to } = pair
  const line = `${label}: ${kind} exclusion ratio ${from.toFixed(2)} → ${to.toFixed(2)}`
  if (before?.flagged !== true) return worse(`${line}, newly flagged.`)
  return isBeyond(riseOf(Math.log(from), Math.log(to)), ratioRise) ? worse(`${line}.`) : better(`${line}.`)
}

/** The same kind of ratio of both; null: they have none in common. */
function comparedRatios(
  before: Exclusion | undefined,
  after: Exclusion,
): { readonly kind: string; readonly from: number; readonly to: number } | null {
  for (const kind of ['adjusted', 'crude'] as const) {
    const [from, to] = [before?.[kind]?.ratio, after[kind]?.ratio]
    if (from !== undefined && to !== undefined) return { kind, from, to }
  }
  return null
}

function riseOf(from: number, to: number): number {
  return from * to < 0 ? Math.abs(to - from) : Math.abs(to) - Math.abs(from)
}
