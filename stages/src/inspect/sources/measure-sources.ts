import type { NotAvailable, SourcesSection } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { keptRates, keptRatesOfCells } from '../rate/kept-rates.js'
import { type Part, partOf } from './list-parts.js'
import { lorenzCurve, measureConcentration, readPartSizes } from './measure-concentration.js'

const MOST_DOMAINS = 50
const MOST_TLDS = 50
// Of an address or a host of one label there is none.
const TLD = `nullif(regexp_extract("domain", '\\.([^.0-9][^.]*)$', 1), '')`
const COUNTS = 'sum(candidates) AS candidates, sum(kept) AS kept'

/**
 * Which sites the rows are from, before and after: field note inspect M18. A domain, TLD or language counts as a part of
 * the spread where it has a row, so that `after` has fewer parts; rows whose domain or language is not known are in
 * none. Gini and the number of parts grow with the rows: two datasets of unequal size do not compare by them.
 *
 * `domains` have no interval, as each lies within one cluster. `tlds` are the last labels, the 50 with most candidates;
 * null is what has none (addresses) or is not known.
 */
export async function measureSources(inspected: Inspected): Promise<SourcesSection | NotAvailable> {
  const { duck, knows } = inspected
  if (!knows.domain) return { not_available: 'The rows do not tell their site.' }
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE source_domains AS
     SELECT *, ${TLD} AS tld FROM (
       SELECT "domain", cluster, count(*) AS candidates, count(*) FILTER (kept) AS kept FROM pairs GROUP BY ALL
     )`,
  )
  try {
    const known = `(SELECT "domain", ${COUNTS} FROM source_domains WHERE "domain" IS NOT NULL GROUP BY "domain")`
    const domains = await readPartSizes(duck, known)
    const axes = [
      ['domain', domains],
      [
        'tld',
        await readPartSizes(
          duck,
          `(SELECT tld, ${COUNTS} FROM source_domains WHERE tld IS NOT NULL GROUP BY tld)`,
        ),
      ],
      [
        'language',
        await readPartSizes(
          duck,
          `(SELECT "language", count(*) AS candidates, count(*) FILTER (kept) AS kept FROM pairs
            WHERE "language" IS NOT NULL GROUP BY "language")`,
        ),
      ],
    ] as const
    return {
      concentration: axes.map(([axis, { before, after }]) => ({
        axis,
        before: measureConcentration(before),
        after: measureConcentration(after),
      })),
      lorenz: { before: lorenzCurve(domains.before), after: lorenzCurve(domains.after) },
      domains: await listDomains(inspected),
      tlds: await listTlds(inspected),
      site_kinds: [...(await keptRates(inspected, { among: 'true', by: 'site_kind' }))].map(([kind, rate]) =>
        partOf(kind, rate),
      ),
    }
  } finally {
    await duck.run('DROP TABLE source_domains')
  }
}

async function listDomains({ duck }: Inspected): Promise<readonly Part[]> {
  const top = (column: 'candidates' | 'kept'): string =>
    `(SELECT "domain", candidates, kept FROM source_domains WHERE "domain" IS NOT NULL AND "${column}" > 0
      ORDER BY "${column}" DESC, "domain" LIMIT ${MOST_DOMAINS})`
  const rows = await duck.rows<{ domain: string; n: number; k: number }>(
    `SELECT "domain", candidates::DOUBLE AS n, kept::DOUBLE AS k FROM (${top('candidates')} UNION ${top('kept')})
     ORDER BY n DESC, "domain"`,
  )
  return rows.map(({ domain, n, k }) => partOf(domain, { k, n, rate: k / n, low: null, high: null }))
}

async function listTlds(inspected: Inspected): Promise<readonly Part[]> {
  const rates = await keptRatesOfCells(
    inspected,
    `WITH top AS (
       SELECT tld FROM source_domains WHERE tld IS NOT NULL GROUP BY tld
       ORDER BY sum(candidates) DESC, tld LIMIT ${MOST_TLDS}
     )
     SELECT tld AS part, cluster, sum(kept) AS k, sum(candidates) AS n FROM source_domains
     WHERE tld IS NULL OR tld IN (SELECT tld FROM top) GROUP BY ALL`,
  )
  const parts = [...rates].map(([value, rate]) => partOf(value, rate))
  return [...parts.filter(({ value }) => value !== null), ...parts.filter(({ value }) => value === null)]
}
