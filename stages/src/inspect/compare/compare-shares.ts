import type { CompareSection } from '@warc2dataset/schemas'
import { copyString } from '../../html/copy-string.js'
import { jensenShannon } from '../../statistics/jensen-shannon.js'
import { AXIS_VALUES } from '../groups/choose-groups.js'
import { SMALL_CELL } from '../groups/minimum.js'
import type { LexiconGroup } from '../pair-table.js'
import { mentionedGroups, shownGroups } from '../threshold/shown-groups.js'
import type { ComparedSubjects, SubjectFacts } from './compare-subjects.js'

type Share = CompareSection['shares'][number]
type SharePart = Share['parts'][number]

interface Partition {
  readonly axis: Exclude<Share['axis'], 'group'>
  readonly knows: keyof SubjectFacts['knows']
  /** SQL; NULL: not known. */
  readonly value: string
  readonly among: string
  readonly most: number
}

const KEPT_TEXT = `kept AND "text" <> ''`
const PARTITIONS: readonly Partition[] = [
  {
    axis: 'text_class',
    knows: 'text',
    value: `coalesce(text_class, 'described')`,
    among: KEPT_TEXT,
    most: 60,
  },
  { axis: 'language', knows: 'text', value: '"language"', among: KEPT_TEXT, most: 60 },
  { axis: 'script', knows: 'text', value: 'script', among: KEPT_TEXT, most: 60 },
  { axis: 'domain', knows: 'domain', value: 'domain', among: 'kept', most: 50 },
  { axis: 'tld', knows: 'domain', value: AXIS_VALUES.tld, among: 'kept', most: 60 },
]
const MOST_GROUPS = 60

/** Parts that stand for no value of their own. */
const NOT_KNOWN = { value: '', label: 'not known' } as const
const OTHERS = { value: '*', label: 'all others' } as const

/**
 * Kept rows of both by part, those with the largest shares first; the rest are one part, so that parts add up. The
 * divergence (Jensen–Shannon, bits) is between these parts, hence at most that between all. An axis of which one side
 * knows nothing is left out, and said.
 *
 * Groups of lexicons are no parts of a whole (a text may mention several, or none), so they have no divergence; a group
 * with 1 to 9 rows on one side is left out, groups of people if a toy judged one of the two.
 */
export async function compareShares(
  subjects: ComparedSubjects,
  groups: readonly LexiconGroup[],
): Promise<{ readonly shares: readonly Share[]; readonly cautions: readonly string[] }> {
  const { a, b } = subjects
  const shares: Share[] = []
  const unknown: string[] = []
  for (const partition of PARTITIONS) {
    if (!a.knows[partition.knows] || !b.knows[partition.knows]) continue
    const parts = await countParts(subjects, partition)
    if (knowsNothing(parts, 'a') || knowsNothing(parts, 'b')) unknown.push(partition.axis)
    else shares.push(shareOf(partition.axis, parts))
  }
  if (a.knows.text && b.knows.text) {
    const shown = shownGroups(groups, a.subject.toy || b.subject.toy)
    if (shown.length > 0) {
      const parts = await countGroups(subjects, groups, shown)
      shares.push({ axis: 'group', divergence: null, parts: [...parts] })
    }
  }
  return {
    shares,
    cautions: unknown.map((axis) => `Of ${axis.replace('_', ' ')} at least one of the two knows nothing.`),
  }
}

/** It has rows, but none with a value. */
function knowsNothing(parts: readonly SharePart[], side: 'a' | 'b'): boolean {
  const held = parts.filter((part) => part[side] > 0)
  return held.length > 0 && held.every(({ value }) => value === NOT_KNOWN.value)
}

function shareOf(axis: Share['axis'], parts: readonly SharePart[]): Share {
  const divergence = jensenShannon({ first: parts.map(({ a }) => a), second: parts.map(({ b }) => b) })
  return { axis, divergence, parts: [...parts] }
}

interface Counted {
  readonly value: string
  readonly a: number
  readonly b: number
}

async function countParts(
  { duck }: ComparedSubjects,
  { value, among, most }: Partition,
): Promise<readonly SharePart[]> {
  // An empty value is not known either; long ones come from strangers' tables.
  const part = `coalesce(left(${value}, 253), '')`
  const rows = await duck.rows<Counted & { readonly all_a: number; readonly all_b: number }>(
    `WITH counts AS (
       SELECT part, sum(a)::DOUBLE AS a, sum(b)::DOUBLE AS b FROM (
         SELECT ${part} AS part, count(*) AS a, 0 AS b FROM pairs WHERE ${among} GROUP BY part
         UNION ALL
         SELECT ${part} AS part, 0 AS a, count(*) AS b FROM other_pairs WHERE ${among} GROUP BY part)
       GROUP BY part),
     totals AS (SELECT sum(a) AS all_a, sum(b) AS all_b FROM counts)
     SELECT part AS value, a, b, all_a, all_b FROM counts, totals
     ORDER BY a / greatest(all_a, 1) + b / greatest(all_b, 1) DESC, part LIMIT ${most}`,
  )
  const parts = rows.map(({ value: found, a, b }): SharePart => {
    if (found === NOT_KNOWN.value) return { ...NOT_KNOWN, a, b }
    const name = copyString(found)
    return { value: name, label: name, a, b }
  })
  const rest = { ...OTHERS, a: rows[0]?.all_a ?? 0, b: rows[0]?.all_b ?? 0 }
  for (const { a, b } of rows) {
    rest.a -= a
    rest.b -= b
  }
  return rest.a + rest.b > 0 ? [...parts, rest] : parts
}

async function countGroups(
  { duck }: ComparedSubjects,
  groups: readonly LexiconGroup[],
  shown: readonly LexiconGroup[],
): Promise<readonly SharePart[]> {
  const side = (table: string, mentions: string, counts: string): string =>
    `SELECT group_id, ${counts} FROM ${mentionedGroups(mentions, groups, shown)} AS named
       JOIN ${table} USING (row) WHERE kept GROUP BY group_id`
  const isSmall = (n: string): string => `${n} BETWEEN 1 AND ${SMALL_CELL - 1}`
  const rows = await duck.rows<Counted>(
    `SELECT group_id AS value, sum(a)::DOUBLE AS a, sum(b)::DOUBLE AS b FROM (
       ${side('pairs', 'mentions', 'count(*) AS a, 0 AS b')} UNION ALL
       ${side('other_pairs', 'other_mentions', '0 AS a, count(*) AS b')})
     GROUP BY group_id HAVING NOT (${isSmall('sum(a)')}) AND NOT (${isSmall('sum(b)')})
     ORDER BY sum(a) + sum(b) DESC, group_id LIMIT ${MOST_GROUPS}`,
  )
  return rows.map(({ value, a, b }) => ({
    value,
    label: shown.find(({ id }) => id === value)?.label ?? value,
    a,
    b,
  }))
}
