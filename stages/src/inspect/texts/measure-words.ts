import type { NotAvailable, WordsSection } from '@warc2dataset/schemas'
import { logOddsDirichlet, priorWeight, type WordCounts } from '../../statistics/log-odds-dirichlet.js'
import type { Inspected } from '../pair-table.js'
import { COUNTABLE, type CountedSide, countWords, type WordRow } from './count-words.js'

type Contrast = WordsSection['contrasts'][number]

const COUNTING = { limit: 250_000, minimumPairs: 20, minimumDomains: 5 }
const MOST_ROWS = 200

const KEPT = { name: 'kept', where: 'kept' }

/**
 * Words that mark the kept against what was cut: at select, and by any filter (not by accidents). A word counts by the
 * domains that use it, so that one site's template counts once.
 *
 * Log-odds ratio with an informative Dirichlet prior (`logOddsDirichlet`; field note inspect M3). Background: the domains
 * that use the word on any side that was read, kept and all that was cut on purpose together; weight of the prior:
 * `priorWeight` of the sides' totals. All totals are over the words that are common enough on the two sides. Words: see
 * `countWords`; at most 1,000,000 rows of a side are read, and none without a known domain. A second contrast is left
 * out where select is the only filter that cut.
 *
 * @param counting for tests.
 */
export async function measureWords(
  inspected: Inspected,
  counting = COUNTING,
): Promise<WordsSection | NotAvailable> {
  const { duck, knows, phases, steps } = inspected
  if (!knows.text) return { not_available: 'The rows have no text.' }
  if (!knows.rejected) return { not_available: 'Rows that were cut are not there to compare with.' }
  if (!knows.domain)
    return { not_available: 'The rows do not tell their site, and words are counted in sites.' }
  const filters = steps.flatMap(({ outcome }, at) => (outcome === 'dropped' ? [at] : []))
  const cut = {
    name: 'cut on purpose',
    where: filters.length === 0 ? 'false' : `NOT kept AND left_step IN (${filters.join(', ')})`,
  }
  const select = phases.indexOf('select')
  const atSelect = {
    name: 'cut at select',
    where: select < 0 ? 'false' : `NOT kept AND left_phase = ${select}`,
  }
  const { sides, words } = await countWords(duck, [KEPT, atSelect, cut], counting)
  const [kept, second, third] = sides
  if (kept === undefined || kept.rows === 0) return { not_available: 'No row with a text was kept.' }
  const contrasts = [
    { id: 'kept-select', name: atSelect.name, side: second, at: 1 },
    { id: 'kept-cut', name: cut.name, side: third, at: 2 },
  ].flatMap(({ id, name, side, at }) => {
    if (side === undefined || side.rows === 0) return []
    return [{ id, first: KEPT.name, second: name, ...compareSides(words, kept, side, at, counting) }]
  })
  if (contrasts.length === 0) return { not_available: 'No row with a text was cut by a filter.' }
  const different = await countDifferent(inspected, atSelect.where, cut.where)
  return { contrasts: different === 0 ? contrasts.slice(0, 1) : contrasts }
}

function compareSides(
  all: readonly WordRow[],
  kept: CountedSide,
  side: CountedSide,
  at: number,
  { minimumPairs, minimumDomains }: typeof COUNTING,
): Omit<Contrast, 'id' | 'first' | 'second'> {
  const words = all.filter(
    ({ pairs, either }) =>
      (pairs[0] ?? 0) + (pairs[at] ?? 0) >= minimumPairs && (either[at] ?? 0) >= minimumDomains,
  )
  const first: WordCounts = new Map(words.map(({ word, domains }) => [word, domains[0] ?? 0]))
  const second: WordCounts = new Map(words.map(({ word, domains }) => [word, domains[at] ?? 0]))
  const background: WordCounts = new Map(words.map((row) => [row.word, row.all]))
  const prior = priorWeight(total(first), total(second))
  const rows = [...logOddsDirichlet({ first, second, background, alpha0: prior })].flatMap(
    ([word, found]) => {
      if (found === null) return []
      const counts = { first_domains: first.get(word) ?? 0, second_domains: second.get(word) ?? 0 }
      return [{ word, log_odds: found.delta, z: found.z, ...counts }]
    },
  )
  // Words come in one order, and sorting is stable: ties stay in it.
  rows.sort((a, b) => b.z - a.z)
  return {
    first_rows: kept.rows,
    second_rows: side.rows,
    sampled: kept.sampled || side.sampled,
    prior,
    words: words.length,
    rows: rows.length <= 2 * MOST_ROWS ? rows : [...rows.slice(0, MOST_ROWS), ...rows.slice(-MOST_ROWS)],
  }
}

/** Rows of only one of the two: 0 where select is the only filter that cut. */
async function countDifferent({ duck }: Inspected, one: string, other: string): Promise<number> {
  const [found] = await duck.rows<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM pairs WHERE ${COUNTABLE} AND (${one}) <> (${other})`,
  )
  return found?.n ?? 0
}

function total(counts: WordCounts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
