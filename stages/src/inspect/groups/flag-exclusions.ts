import type { Exclusion, GroupsSection } from '@warc2dataset/schemas'
import { benjaminiHochberg } from '../../statistics/benjamini-hochberg.js'
import { ALPHA } from '../../statistics/interval.js'

/** Ratios that make no difference. Field note inspect §2.0 rule 4. */
export const INDIFFERENCE_ZONE: readonly [number, number] = [0.9, 1.11]

export type Untested = Omit<Exclusion, 'q' | 'flagged'>

export interface Flagged {
  readonly exclusions: readonly Exclusion[]
  readonly families: GroupsSection['families']
}

/**
 * Sets q and the flag, and leaves out what is below the minimum at a single step. A family are the groups of one axis at one step; its tests are those of the adjusted ratio, or of
 * the crude where there is no adjusted one. Flagged is a q below alpha whose interval, of the same ratio, lies outside the
 * indifference zone.
 *
 * @param axes by id of the group.
 */
export function flagExclusions(untested: readonly Untested[], axes: ReadonlyMap<string, string>): Flagged {
  const members = new Map<string, { axis: string; step: string; at: number[] }>()
  for (const [at, { group, step }] of untested.entries()) {
    const axis = axes.get(group) ?? ''
    const family = members.get(`${axis} ${step}`) ?? { axis, step, at: [] }
    family.at.push(at)
    members.set(`${axis} ${step}`, family)
  }
  const q: (number | null)[] = untested.map(() => null)
  const families: { axis: string; step: string; tests: number; too_few: number }[] = []
  for (const { axis, step, at } of members.values()) {
    const p = at.map((index) => testedRatio(untested[index])?.p ?? null)
    const tests = p.filter((one) => one !== null).length
    const too_few = at.filter((index) => isLeftOut(untested[index])).length
    if (tests + too_few > 0) families.push({ axis, step, tests, too_few })
    for (const [number, adjusted] of benjaminiHochberg(p).entries()) q[at[number] ?? 0] = adjusted
  }
  const exclusions = untested.flatMap((one, at) => (isLeftOut(one) ? [] : [inOrder(one, q[at] ?? null)]))
  return { exclusions, families }
}

/** Of single steps nothing can be said of most groups; that of all steps tells who they are. */
function isLeftOut(one: Untested | undefined): boolean {
  return one?.status === 'too_few' && one.step !== 'all'
}

function testedRatio(one: Untested | undefined): Exclusion['crude'] {
  return one?.adjusted ?? one?.crude ?? null
}

function inOrder({ shadow, ...rest }: Untested, q: number | null): Exclusion {
  const ratio = testedRatio({ shadow, ...rest })
  const outside = ratio !== null && (ratio.high < INDIFFERENCE_ZONE[0] || ratio.low > INDIFFERENCE_ZONE[1])
  return { ...rest, q, flagged: q !== null && q < ALPHA && outside, shadow }
}
