import type { Exclusion, Group, GroupsSection, Rate, Ratio } from '@warc2dataset/schemas'

const DIGITS = 6

type Occupation = NonNullable<GroupsSection['occupations']>[number]

/** `value` with six significant digits: more than any interval here can tell, and half of the bytes. */
export function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS))
}

/** Counts stay whole. Flags and q must be settled before. */
export function roundExclusion(exclusion: Exclusion): Exclusion {
  const { group_rate, rest_rate, difference, crude, adjusted, strata, needed, q, flagged, shadow, ...names } =
    exclusion
  return {
    ...names,
    group_rate: orNull(group_rate, roundRate),
    rest_rate: orNull(rest_rate, roundRate),
    difference: orNull(difference, (found) => ({
      difference: rounded(found.difference),
      low: rounded(found.low),
      high: rounded(found.high),
    })),
    crude: orNull(crude, roundRatio),
    adjusted: orNull(adjusted, roundRatio),
    strata: orNull(strata, (found) => ({ ...found, low: rounded(found.low), high: rounded(found.high) })),
    needed,
    q: orNull(q, rounded),
    flagged,
    shadow: orNull(shadow, (found) => ({
      group_rate: roundRate(found.group_rate),
      rest_rate: roundRate(found.rest_rate),
      crude: orNull(found.crude, roundRatio),
    })),
  }
}

export function roundGroup({ amplification, by_phase, reference, ...group }: Group): Group {
  return {
    ...group,
    amplification: orNull(amplification, roundRatio),
    by_phase: by_phase.map(({ log, ...phase }) => ({ ...phase, log: orNull(log, rounded) })),
    reference,
  }
}

export function roundOccupation(occupation: Occupation): Occupation {
  const log_odds = orNull(occupation.log_odds, ({ value, low, high }) => ({
    value: rounded(value),
    low: rounded(low),
    high: rounded(high),
  }))
  return { ...occupation, log_odds }
}

function roundRate({ k, n, rate, low, high }: Rate): Rate {
  return { k, n, rate: orNull(rate, rounded), low: orNull(low, rounded), high: orNull(high, rounded) }
}

function roundRatio({ ratio, low, high, p, clusters, degrees }: Ratio): Ratio {
  return {
    ratio: rounded(ratio),
    low: rounded(low),
    high: rounded(high),
    p: orNull(p, rounded),
    clusters,
    degrees: orNull(degrees, rounded),
  }
}

function orNull<T, U>(value: T | null, change: (value: T) => U): U | null {
  return value === null ? null : change(value)
}
