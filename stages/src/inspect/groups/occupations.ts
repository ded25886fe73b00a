import type { GroupsSection } from '@warc2dataset/schemas'
import type { Duck } from '../../parquet/duck.js'
import type { ClusterCounts } from '../../statistics/cluster-counts.js'
import { clusterLogOdds } from '../../statistics/cluster-odds-ratio.js'
import type { ComparedGroup } from './compared-groups.js'
import { type Entries, readEntries, streamEntries } from './entries.js'
import { isEnough, MINIMUM } from './minimum.js'

type Occupation = NonNullable<GroupsSection['occupations']>[number]

const WOMAN = 1
const MAN = 2
/** Bits that a set of axis gender sets, by the last part of its id; a word for both sets both, neutral words none. */
const GENDERED: ReadonlyMap<string, number> = new Map([
  ['woman', WOMAN],
  ['man', MAN],
  ['both', WOMAN | MAN],
])

/** By cluster and which gendered words a text has: neither, woman, man, both. */
type ByGender = readonly [Float64Array, Float64Array, Float64Array, Float64Array]

/**
 * M2 for each occupation with at least 50 mentions whose language has sets of gendered words that occur. A text with
 * words of both counts for neither side of the odds. The odds are compared with those of the other texts of that language;
 * null below the minimum (50 gendered mentions from 5 domains, ten of each expected). Needs tables `mentions` and `fated`.
 *
 * @param languageNumber that of `fated`.
 */
export async function measureOccupations(
  duck: Duck,
  groups: readonly ComparedGroup[],
  languageNumber: (language: string) => number,
  clusters: number,
): Promise<readonly Occupation[]> {
  const gendered = groups.flatMap(({ axis, id, lang, number }) => {
    const bits = axis === 'gender' ? GENDERED.get(id.split(':')[0]?.split('.').at(-1) ?? '') : undefined
    return bits === undefined || lang === null ? [] : [{ lang, number, bits }]
  })
  const languages = new Set(gendered.map(({ lang }) => lang))
  const occupations = groups.filter(
    ({ axis, lang }) => axis === 'occupation' && lang !== null && languages.has(lang),
  )
  if (occupations.length === 0) return []
  await duck.run(`CREATE OR REPLACE TEMP TABLE gendered AS SELECT mentions.row, bit_or(bits)::INTEGER AS bits
    FROM mentions JOIN (VALUES ${gendered.map(({ number, bits }) => `(${number}, ${bits})`).join(', ')}) AS sets(grp, bits)
    USING (grp) GROUP BY mentions.row`)
  const totals = new Map<string, ByGender>()
  for (const lang of languages) {
    const entries = await readEntries(
      duck,
      `SELECT 0, bits, cluster, 0, 0 FROM gendered JOIN fated USING (row) WHERE lang = ${languageNumber(lang)}`,
    )
    totals.set(lang, byGender(entries, clusters))
  }
  const measured = new Map<number, Occupation>()
  const named = new Map(occupations.map((occupation) => [occupation.number, occupation]))
  const mentions = streamEntries(
    duck,
    `SELECT grp, coalesce(bits, 0), cluster, 0, 0 FROM mentions JOIN fated USING (row) LEFT JOIN gendered USING (row)
      WHERE grp IN (${[...named.keys()].join(', ')})`,
  )
  for await (const { group, entries } of mentions) {
    const occupation = named.get(group)
    const all = totals.get(occupation?.lang ?? '')
    if (occupation === undefined || all === undefined) continue
    const found = measureOccupation(occupation, byGender(entries, clusters), all)
    if (found.mentions >= MINIMUM.rows) measured.set(group, found)
  }
  await duck.run('DROP TABLE gendered')
  return occupations.flatMap(({ number }) => measured.get(number) ?? [])
}

function measureOccupation({ id, label }: ComparedGroup, own: ByGender, all: ByGender): Occupation {
  const [neither, woman, man, both] = own.map(sum) as [number, number, number, number]
  const counts = { set: id, label, mentions: neither + woman + man + both, woman, man, both, neither }
  const odds = {
    a: own[WOMAN],
    b: own[MAN],
    c: all[WOMAN].map((n, d) => n - (own[WOMAN][d] ?? 0)),
    d: all[MAN].map((n, d) => n - (own[MAN][d] ?? 0)),
  }
  const enough = isEnough(asTrials(odds.a, odds.b), asTrials(odds.c, odds.d))
  const found = enough ? clusterLogOdds(odds) : null
  return {
    ...counts,
    log_odds: found === null ? null : { value: found.value, low: found.low, high: found.high },
  }
}

/** k texts with words of the one, n with those of either. */
function asTrials(one: Float64Array, other: Float64Array): ClusterCounts {
  return { k: one, n: one.map((n, d) => n + (other[d] ?? 0)) }
}

function byGender({ length, stratum, cluster, n }: Entries, clusters: number): ByGender {
  const column = (): Float64Array => new Float64Array(clusters)
  const counts: ByGender = [column(), column(), column(), column()]
  for (let at = 0; at < length; at++) {
    const [column, d] = [counts[stratum[at] ?? 0] ?? counts[0], cluster[at] ?? 0]
    column[d] = (column[d] ?? 0) + (n[at] ?? 0)
  }
  return counts
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0)
}
