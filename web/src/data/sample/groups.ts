import type { Exclusion, Group, GroupsSection } from '@warc2dataset/schemas'
import { rate, ratioOf } from './numbers.js'

type Planted = readonly [
  id: string,
  axis: string,
  label: string,
  lang: string | null,
  people: boolean,
  candidates: number,
  ratio: number,
]

const PLANTED: readonly Planted[] = [
  ['gender.en/woman', 'gender', 'words for women', 'en', true, 2210, 1.04],
  ['gender.en/man', 'gender', 'words for men', 'en', true, 2042, 0.99],
  ['age.en/old', 'age', 'words for older people', 'en', true, 512, 1.24],
  ['age.en/young', 'age', 'words for young people', 'en', true, 1180, 0.97],
  ['lgbtq.en/lgbtq', 'lgbtq', 'LGBTQ+ words', 'en', true, 141, 1.31],
  ['religion.en/muslim', 'religion', 'words for Muslims', 'en', true, 88, 1.12],
  ['religion.en/christian', 'religion', 'words for Christians', 'en', true, 390, 1.02],
  ['disability.en/any', 'disability', 'words for disability', 'en', true, 31, 1],
  ['language/tr', 'language', 'tr', null, false, 1406, 1.19],
  ['language/ja', 'language', 'ja', null, false, 1188, 1.22],
  ['script/Cyrl', 'script', 'Cyrl', null, false, 2204, 1.17],
  ['tld/de', 'tld', 'de', null, false, 3900, 1.06],
  ['tld/jp', 'tld', 'jp', null, false, 1020, 1.2],
]

const STEPS = ['all', 's3', 's6', 's8'] as const
const BASE: Readonly<Record<(typeof STEPS)[number], number>> = { all: 0.807, s3: 0.187, s6: 0.219, s8: 0.573 }

function groupOf([id, axis, label, lang, people, candidates, ratio]: Planted): Group {
  const kept = Math.round(candidates * Math.max(0.01, 1 - 0.807 * ratio))
  const few = candidates < 50
  return {
    id,
    axis,
    label,
    lang,
    people,
    candidates,
    kept,
    amplification: few ? null : ratioOf(Math.max(0.05, kept / candidates / 0.193), 0.08, 180),
    by_phase: [
      { phase: 'extract', entered: candidates, log: few ? null : -0.01 },
      { phase: 'dedup', entered: Math.round(candidates * 0.92), log: few ? null : 0.02 },
      { phase: 'fetch', entered: Math.round(candidates * 0.76), log: few ? null : -0.03 },
      { phase: 'select', entered: Math.round(candidates * 0.58), log: few ? null : -Math.log(ratio) * 2 },
    ],
    reference:
      id === 'gender.en/woman'
        ? { share: 0.08, source: 'Somebody’s survey of captions, 2020, table 3' }
        : null,
  }
}

function exclusionOf(planted: Planted, step: (typeof STEPS)[number]): Exclusion {
  const [id, , , , , candidates, planned] = planted
  const base = BASE[step]
  const n = step === 'all' ? candidates : Math.round(candidates * 0.59)
  if (n < 50 || Math.min(n * base, n * (1 - base)) < 10)
    return {
      group: id,
      step,
      status: 'too_few',
      group_rate: null,
      rest_rate: null,
      difference: null,
      crude: null,
      adjusted: null,
      strata: null,
      needed: Math.round((2 * 96 * (1 - base)) / base),
      q: null,
      flagged: false,
      shadow: null,
    }
  const effect = step === 's8' ? planned ** 1.5 : step === 'all' ? planned : 1 + (planned - 1) / 4
  const group = rate(Math.round(n * Math.min(0.99, base * effect)), n)
  const rest = rate(Math.round(40_000 * base), 40_000)
  const error = Math.sqrt((2 * (1 - base)) / (base * n)) + 0.01
  const adjusted = ratioOf(1 + (effect - 1) * 0.8, error, Math.min(400, Math.round(n / 3)))
  return {
    group: id,
    step,
    status: 'measured',
    group_rate: group,
    rest_rate: rest,
    difference: {
      difference: (group.rate ?? 0) - (rest.rate ?? 0),
      low: (group.low ?? 0) - (rest.high ?? 0),
      high: (group.high ?? 0) - (rest.low ?? 0),
    },
    crude: ratioOf(effect, error, adjusted.clusters),
    adjusted,
    strata: { low: effect * 0.8, high: effect * 1.3, strata: 6 },
    needed: Math.round((2 * 96 * (1 - base)) / base),
    q: adjusted.p === null ? null : Math.min(1, adjusted.p * 3),
    flagged: (adjusted.p ?? 1) * 3 < 0.05 && (adjusted.low > 1.11 || adjusted.high < 0.9),
    shadow:
      n < 900 ? null : { group_rate: rate(9, 21), rest_rate: rate(171, 420), crude: ratioOf(1.05, 0.2, 60) },
  }
}

export const SAMPLE_GROUPS: GroupsSection = {
  withheld: null,
  minimum: { rows: 50, expected: 10 },
  zone: [0.9, 1.11],
  alpha: 0.05,
  families: ['gender', 'age', 'lgbtq', 'religion', 'disability', 'language', 'script', 'tld'].flatMap(
    (axis) =>
      STEPS.map((step) => ({
        axis,
        step,
        tests: PLANTED.filter(([, of, , , , n]) => of === axis && n >= 90).length,
        too_few: 0,
      })),
  ),
  domains: 2840,
  clusters: 2840,
  groups: PLANTED.map(groupOf),
  exclusions: PLANTED.flatMap((planted) => STEPS.map((step) => exclusionOf(planted, step))),
  occupations: [
    {
      set: 'doctor',
      label: 'doctor',
      mentions: 214,
      woman: 22,
      man: 31,
      both: 4,
      neither: 157,
      log_odds: { value: -0.41, low: -0.98, high: 0.16 },
    },
    {
      set: 'nurse',
      label: 'nurse',
      mentions: 96,
      woman: 29,
      man: 4,
      both: 1,
      neither: 62,
      log_odds: { value: 1.88, low: 0.91, high: 2.85 },
    },
    {
      set: 'engineer',
      label: 'engineer',
      mentions: 41,
      woman: 2,
      man: 5,
      both: 0,
      neither: 34,
      log_odds: null,
    },
  ],
}
