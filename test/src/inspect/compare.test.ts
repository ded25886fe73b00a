import type { CompareSection, Inspection } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { ledgerOf, query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { inspectHere, there } from './inspect-here.js'
import { type LedgerRun, MADE_UP_SCORER, writeLedgerRun } from './ledger-run.js'
import { smallLedger } from './small-ledger.js'

const at = tempFolder()
const ROWS = 2000
const OTHER = {
  ...MADE_UP_SCORER,
  name: 'reversed',
  id: 'reversed-b',
  digest: '1'.repeat(64),
  threshold: 0.3,
}

/** The same candidates, judged by another model, whose order is the other way round, at another threshold. */
function judgedOtherwise(): LedgerRun {
  const run = smallLedger(ROWS)
  const filter = (run.columns.filter ?? '').replaceAll(
    'similarity_made_up >= 0.28',
    'similarity_reversed >= 0.3',
  )
  const verdicts = (run.columns.verdicts ?? '').replaceAll(
    'similarity_made_up >= 0.28',
    'similarity_reversed >= 0.3',
  )
  const source = run.source
    .replace('0.1 + 0.3 * (', '0.5 - 0.3 * (')
    .replace('similarity >= 0.28 AS close', 'similarity >= 0.3 AS close')
  return {
    ...run,
    source,
    columns: { ...run.columns, filter, verdicts },
    scorers: [OTHER],
    recipe: { select: { keep: { similarity_reversed: 0.3 }, where: 'original_width >= 200' } },
  }
}

beforeAll(async () => {
  await writeLedgerRun(at('first'), smallLedger(ROWS))
  await writeLedgerRun(at('second'), judgedOtherwise())
  await writeLedgerRun(at('toy'), {
    ...smallLedger(ROWS),
    scorers: [{ ...MADE_UP_SCORER, toy: true }],
    recipe: {
      score: { models: [MADE_UP_SCORER.spec], allow_toy: true },
      select: { keep: { similarity_made_up: 0.28 }, where: 'original_width >= 200' },
    },
  })
  // Every second picture of the first run that was kept, every third that was cut, and some that it never saw.
  await query(`COPY (
    SELECT url AS "URL", "text" AS "TEXT", similarity FROM ${ledgerOf(at('first'))}
      WHERE (outcome = 'kept' AND candidate_id % 2 = 0) OR (outcome <> 'kept' AND candidate_id % 3 = 0)
    UNION ALL SELECT 'https://elsewhere.example/' || i, 'a red house', 0.3 FROM range(17) t(i))
    TO '${at('table.parquet')}'`)
})

interface Compared {
  readonly inspection: Inspection
  readonly compare: CompareSection
}

async function compared(a: string, b: string): Promise<Compared> {
  const inspection = await inspectHere(at(a), at(`${a}-${b}`), { vs: at(b) })
  return { inspection, compare: there(inspection.compare) }
}

async function one(sql: string): Promise<Readonly<Record<string, number>>> {
  const [row = {}] = await query(sql)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]))
}

/** URLs by who kept them, by joins; `SELECT url, bool_or(kept)` of each side. */
function overlapOf(a: string, b: string): Promise<Readonly<Record<string, number>>> {
  return one(`WITH a AS (${a}), b AS (${b}) SELECT
    (SELECT count(*) FROM a JOIN b USING (url) WHERE a.kept AND b.kept) AS both,
    (SELECT count(*) FROM a LEFT JOIN b USING (url) WHERE a.kept AND NOT coalesce(b.kept, false)) AS only_a,
    (SELECT count(*) FROM b LEFT JOIN a USING (url) WHERE b.kept AND NOT coalesce(a.kept, false)) AS only_b,
    (SELECT count(*) FROM a JOIN b USING (url) WHERE a.kept AND NOT b.kept) AS cut_by_b,
    (SELECT count(*) FROM b JOIN a USING (url) WHERE b.kept AND NOT a.kept) AS cut_by_a`)
}
const fates = (run: string): string =>
  `SELECT url, bool_or(outcome = 'kept') AS kept FROM ${ledgerOf(at(run))} GROUP BY url`

describe('two runs of other scorers', () => {
  let both: Compared
  beforeAll(async () => {
    both = await compared('first', 'second')
  })

  it('are said not to be on one scale', () => {
    expect(both.compare.cautions[0]).toBe(
      'Scores of first come from made-up, those of second from reversed-b. A number of one scale means nothing on the other: compare what was kept, not scores or thresholds.',
    )
    const { overview } = both.inspection
    expect(overview.sentences.find(({ page }) => page === 'compare')?.caveat).toBe(both.compare.cautions[0])
  })

  it('overlap by URL', async () => {
    expect(both.compare.overlap).toEqual(await overlapOf(fates('first'), fates('second')))
  })

  it('agree on the best of both as far as ranks do', async () => {
    const scored = (run: string): string =>
      `(SELECT url, similarity FROM ${ledgerOf(at(run))} WHERE similarity IS NOT NULL)`
    const { n = 0, k = 0 } = await one(`SELECT count(*) AS n, count(*) FILTER (a.similarity >= 0.28) AS k
      FROM ${scored('first')} a JOIN ${scored('second')} b USING (url)`)
    // The second ranks as the first does, the other way round: only what is above the middle of both can be in both.
    const agreed = Math.max(0, 2 * k - n)
    const { models } = both.compare
    expect(models).toMatchObject({ a: 'made-up', b: 'reversed-b', rows: n, both: agreed, only_a: k - agreed })
    expect(models).toMatchObject({ only_b: k - agreed, neither: n - 2 * k + agreed, fraction: k / n })
    const chance = (k / n) ** 2 + (1 - k / n) ** 2
    expect(models?.kappa).toBeCloseTo(((agreed + n - 2 * k + agreed) / n - chance) / (1 - chance), 12)
  })

  it('each has its own rate of keeping', async () => {
    const rate = both.compare.rates.find(({ id }) => id === 'kept')
    for (const [side, run] of [['a', 'first'] as const, ['b', 'second'] as const]) {
      const { k = -1 } = await one(`SELECT count(*) AS k FROM ${ledgerOf(at(run))} WHERE outcome = 'kept'`)
      expect(rate?.[side]).toMatchObject({ k, n: ROWS, rate: k / ROWS })
    }
  })
})

describe('a run and somebody’s rows', () => {
  const rows = (): string => `SELECT "URL" AS url, true AS kept FROM '${at('table.parquet')}'`

  it('overlap by URL, and what the table cut is not known', async () => {
    const { compare } = await compared('first', 'table.parquet')
    expect(compare.overlap).toEqual({ ...(await overlapOf(fates('first'), rows())), cut_by_b: null })
    expect(compare.overlap.only_b).toBe(17 + (compare.overlap.cut_by_a ?? 0))
    expect(compare.cautions).toContain(
      'first is a run, which knows the page of each picture; table.parquet is a table, where the domain may be that of the picture.',
    )
    expect(compare.rates.find(({ id }) => id === 'kept')?.b).toBeNull()
  })

  it('the other way round, too', async () => {
    const { inspection, compare } = await compared('table.parquet', 'first')
    expect(compare.overlap).toEqual({ ...(await overlapOf(rows(), fates('first'))), cut_by_a: null })
    expect(inspection.subject.kind).toBe('parquet')
    expect(compare.other.kind).toBe('run')
  })
})

describe('a run and itself', () => {
  let same: Compared
  beforeAll(async () => {
    same = await compared('first', 'first')
  })

  it('share all that was kept', async () => {
    const { n = -1 } = await one(
      `SELECT count(DISTINCT url) AS n FROM ${ledgerOf(at('first'))} WHERE outcome = 'kept'`,
    )
    expect(same.compare.overlap).toEqual({ both: n, only_a: 0, only_b: 0, cut_by_a: 0, cut_by_b: 0 })
    expect(same.compare.models).toBeNull()
    expect(same.compare.cautions).toEqual([])
  })

  it('have no divergence, and the same numbers on both sides', () => {
    expect(same.compare.shares.map(({ axis }) => axis).sort()).toEqual(
      ['domain', 'group', 'language', 'script', 'text_class', 'tld'].sort(),
    )
    for (const { axis, divergence, parts } of same.compare.shares) {
      expect(divergence, axis).toBe(axis === 'group' ? null : 0)
      expect(parts.length, axis).toBeGreaterThan(0)
      for (const { a, b } of parts) expect(a, axis).toBe(b)
    }
    for (const { a, b, id } of same.compare.rates) expect(a, id).toEqual(b)
  })
})

it('where a toy judged one of the two, nothing is told of people', async () => {
  const people = there((await inspectHere(at('first'), at('people'))).groups)
    .groups.filter((group) => group.people)
    .map(({ id }) => id)
  const sound = await compared('first', 'second')
  const named = ({ compare }: Compared): readonly string[] =>
    compare.shares.flatMap(({ axis, parts }) => (axis === 'group' ? parts.map(({ value }) => value) : []))
  expect(named(sound).filter((id) => people.includes(id)).length).toBeGreaterThan(5)
  for (const [a, b] of [['toy', 'first'] as const, ['first', 'toy'] as const]) {
    const found = await compared(a, b)
    expect(found.compare.cautions).toContain(
      'A toy model judged toy: what it kept is no finding, and nothing is told of people.',
    )
    expect(named(found).filter((id) => people.includes(id))).toEqual([])
    if (a === 'toy') {
      const { withheld, exclusions } = there(found.inspection.groups)
      expect(withheld).toMatch(/toy/)
      expect(
        exclusions.filter(({ group, status }) => people.includes(group) && status !== 'withheld'),
      ).toEqual([])
      expect(found.inspection.overview.warnings[0]).toMatch(/^A toy model scored this/)
    }
  }
})
