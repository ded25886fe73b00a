import type { Ratio } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { flagExclusions, type Untested } from './flag-exclusions.js'

function ratio(p: number | null, low: number, high: number): Ratio {
  return { ratio: Math.sqrt(low * high), low, high, p, clusters: 9, degrees: 8 }
}

function exclusion(group: string, step: string, adjusted: Ratio | null, crude = adjusted): Untested {
  return {
    group,
    step,
    status: crude === null ? 'too_few' : 'measured',
    group_rate: null,
    rest_rate: null,
    difference: null,
    crude,
    adjusted,
    strata: null,
    needed: null,
    shadow: null,
  }
}

const AXES = new Map([
  ['a', 'gender'],
  ['b', 'gender'],
  ['c', 'gender'],
  ['d', 'tld'],
])

describe('flagExclusions', () => {
  it('adjusts over the groups of one axis at one step, not over others', () => {
    const { exclusions, families } = flagExclusions(
      [
        exclusion('a', 's0', ratio(0.01, 1.5, 2)),
        exclusion('b', 's0', ratio(0.04, 1.5, 2)),
        exclusion('c', 's0', ratio(0.03, 1.5, 2)),
        exclusion('a', 's1', ratio(0.04, 1.5, 2)),
        exclusion('d', 's0', ratio(0.02, 1.5, 2)),
        exclusion('b', 's1', null),
        exclusion('b', 'all', null),
      ],
      AXES,
    )
    // .01·3/1; .04·3/3; .03·3/2, not above the next: .04.
    expect(exclusions.map(({ q }) => q)).toEqual([0.03, 0.04, 0.04, 0.04, 0.02, null])
    // Too few rows at a single step make no row; of all steps they do.
    expect(exclusions.at(-1)).toMatchObject({ group: 'b', step: 'all', status: 'too_few' })
    expect(families).toEqual([
      { axis: 'gender', step: 's0', tests: 3, too_few: 0 },
      { axis: 'gender', step: 's1', tests: 1, too_few: 1 },
      { axis: 'tld', step: 's0', tests: 1, too_few: 0 },
    ])
  })

  it.each<[string, Untested, boolean]>([
    ['outside the zone above', exclusion('a', 's0', ratio(0.01, 1.12, 2)), true],
    ['outside the zone below', exclusion('a', 's0', ratio(0.01, 0.5, 0.89)), true],
    ['reaching into the zone', exclusion('a', 's0', ratio(0.01, 1.11, 2)), false],
    ['q not below alpha', exclusion('a', 's0', ratio(0.05, 1.5, 2)), false],
    ['without p', exclusion('a', 's0', ratio(null, 2, 2)), false],
    ['crude only, as there is no adjusted', exclusion('a', 's0', null, ratio(0.01, 1.5, 2)), true],
    ['adjusted near 1, crude far off', exclusion('a', 's0', ratio(0.01, 0.95, 1.2), ratio(0, 2, 3)), false],
    ['nothing measured', exclusion('a', 'all', null), false],
  ])('flags by q and the interval: %s', (_, one, flagged) => {
    expect(flagExclusions([one], AXES).exclusions[0]?.flagged).toBe(flagged)
  })
})
