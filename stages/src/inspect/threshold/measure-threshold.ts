import type { Bins, ThresholdSection } from '@warc2dataset/schemas'
import { copyString } from '../../html/copy-string.js'
import type { Inspected, LexiconGroup } from '../pair-table.js'
import { binSql, chooseGrid } from './score-grid.js'
import { expectScore, isEligible, isLostTie, isScored, type Scored } from './score-rows.js'
import { mentionedGroups, shownGroups } from './shown-groups.js'

/** A group with fewer eligible rows says nothing, and its bins would show single rows (field note inspect §2.0, §4.3). */
export const LEAST_GROUP_ROWS = 50

const MOST = { language: 24, script: 24, group: 60, domain: 200 } as const
type Axis = keyof typeof MOST
/** Values that a crawl, or a stranger's table, may make as long as it likes. */
const LONGEST_ID = 253

/**
 * Counts of rows by bins of their score, for the slider (field note inspect M13): what stays at a threshold is the sum of
 * `eligible` at and above it. At the cut that is the run's own number.
 *
 * Rows that the shadow sample carried past a filter are in none of the counts. No groups of people where a toy judged, or
 * scores.
 *
 * @param groups what `mentions` has numbers of.
 * @throws RangeError where `inspected.score` is null, or no row has a finite score.
 */
export async function measureThreshold(
  inspected: Inspected,
  groups: readonly LexiconGroup[],
): Promise<ThresholdSection> {
  const subject = expectScore(inspected)
  const { column, model, toy, cut } = subject.score
  const { lowest, highest } = await scoreRange(subject)
  const grid = chooseGrid({ lowest, highest, cut })
  const bin = `CASE WHEN ${isLostTie(subject.score)} THEN -1 ELSE ${binSql('score', grid)} END`
  return {
    score: column,
    model,
    toy,
    cut,
    ...grid,
    lowest,
    highest,
    knows_below: cut !== null && subject.knows.rejected,
    scored: await countBins(subject, bin, isScored(subject.score)),
    eligible: await countBins(subject, bin, isEligible(subject.score)),
    parts: [
      ...(await columnParts(subject, bin, 'language')),
      ...(await columnParts(subject, bin, 'script')),
      ...(await groupParts(subject, bin, groups)),
      ...(await columnParts(subject, bin, 'domain')),
    ],
    domains: await countDomains(subject),
  }
}

async function scoreRange({ duck, score }: Scored): Promise<{ lowest: number; highest: number }> {
  const [range] = await duck.rows<{ lowest: number | null; highest: number | null }>(
    `SELECT min(score) AS lowest, max(score) AS highest FROM pairs WHERE ${isScored(score)}`,
  )
  const [lowest, highest] = [range?.lowest ?? null, range?.highest ?? null]
  if (lowest === null || highest === null)
    throw new RangeError(`Expected a row with a finite score for ${score.column}, got none`)
  return { lowest, highest }
}

interface Cell {
  readonly bin: number
  readonly n: number
}

async function countBins({ duck }: Scored, bin: string, where: string): Promise<Bins> {
  return toBins(
    await duck.rows<Cell>(
      `SELECT ${bin} AS bin, count(*)::DOUBLE AS n FROM pairs WHERE ${where} GROUP BY bin ORDER BY bin`,
    ),
  )
}

async function countDomains({ duck, score }: Scored): Promise<number> {
  const [row] = await duck.rows<{ n: number }>(
    `SELECT count(DISTINCT domain)::DOUBLE AS n FROM pairs WHERE ${isEligible(score)}`,
  )
  return row?.n ?? 0
}

type Part = ThresholdSection['parts'][number]

async function columnParts(subject: Scored, bin: string, axis: Exclude<Axis, 'group'>): Promise<Part[]> {
  const found = await largestParts(subject, bin, { from: 'pairs', value: `"${axis}"`, axis, least: 1 })
  return found.map(({ value, bins }) => {
    const id = copyString(value)
    return { axis, id, label: id, bins }
  })
}

async function groupParts(subject: Scored, bin: string, groups: readonly LexiconGroup[]): Promise<Part[]> {
  const shown = shownGroups(groups, subject.score.toy || subject.subject.toy)
  if (shown.length === 0) return []
  const from = `${mentionedGroups('mentions', groups, shown)} AS named JOIN pairs USING (row)`
  const found = await largestParts(subject, bin, {
    from,
    value: 'group_id',
    axis: 'group',
    least: LEAST_GROUP_ROWS,
  })
  return found.map(({ value, bins }) => ({
    axis: 'group',
    id: value,
    label: groups.find(({ id }) => id === value)?.label ?? value,
    bins,
  }))
}

interface PartQuery {
  readonly from: string
  readonly value: string
  readonly axis: Axis
  readonly least: number
}

/** Parts with most eligible rows, largest first. The many others are counted once, and never by bin. */
async function largestParts(
  { duck, score }: Scored,
  bin: string,
  { from, value, axis, least }: PartQuery,
): Promise<readonly { readonly value: string; readonly bins: Bins }[]> {
  const rows = await duck.rows<Cell & { readonly value: string }>(
    `WITH largest AS (
       SELECT ${value} AS part, count(*) AS total FROM ${from}
       WHERE ${isEligible(score)} AND ${value} IS NOT NULL AND length(${value}) BETWEEN 1 AND ${LONGEST_ID}
       GROUP BY part HAVING count(*) >= ${least} ORDER BY total DESC, part LIMIT ${MOST[axis]})
     SELECT part AS value, ${bin} AS bin, count(*)::DOUBLE AS n FROM ${from} JOIN largest ON ${value} = part
     WHERE ${isEligible(score)} GROUP BY part, total, bin ORDER BY total DESC, part, bin`,
  )
  const cells = new Map<string, Cell[]>()
  for (const row of rows) {
    const own = cells.get(row.value)
    if (own === undefined) cells.set(row.value, [row])
    else own.push(row)
  }
  return [...cells].map(([part, own]) => ({ value: part, bins: toBins(own) }))
}

/** @param cells in the order of bins. */
function toBins(cells: readonly Cell[]): Bins {
  const [first, last] = [cells[0]?.bin ?? 0, cells.at(-1)?.bin ?? -1]
  const counts = new Array<number>(last - first + 1).fill(0)
  for (const { bin, n } of cells) counts[bin - first] = n
  return { first, counts }
}
