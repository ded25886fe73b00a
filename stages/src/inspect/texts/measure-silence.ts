import type { AnatomySection, NotAvailable } from '@warc2dataset/schemas'
import type { Duck } from '../../parquet/duck.js'
import { declaredLanguage } from '../languages/primary-tag.js'

type Silence = Exclude<AnatomySection['silence'], NotAvailable>['total']

const MAX_PARTS = 40
const MIN_PICTURES = 10

/**
 * Pictures on pages by their alt, from a table of `pageColumns`, whether they became candidates or not. `text` is what is
 * left of <img> without those three: copies in noscript, and pictures beyond what was looked at on a page, are in it, so
 * it is too many rather than too few. Parts with fewer than 10 pictures are joined under null with what is not known; of more
 * than 40 parts those with most silent pictures are given.
 *
 * @param pages SQL table expression; null: there is none.
 */
export async function measureSilence(duck: Duck, pages: string | null): Promise<AnatomySection['silence']> {
  if (pages === null)
    return { not_available: 'No table of pages is there, so pictures without alt were not counted.' }
  const [total] = await count(duck, pages, 'NULL')
  return {
    total: total ?? { value: null, pages: 0, text: 0, missing: 0, empty: 0, blank: 0 },
    by_domain: await count(duck, pages, 'page_domain'),
    by_language: await count(duck, pages, `coalesce(page_language, ${declaredLanguage('html_lang')})`),
  }
}

async function count(duck: Duck, pages: string, by: string): Promise<readonly Silence[]> {
  // Without a page there is a group, but no sum.
  const sums = ['pages', 'text', 'missing', 'empty', 'blank'].map(
    (name) => `coalesce(sum("${name}"), 0)::DOUBLE AS "${name}"`,
  )
  const rows = await duck.rows<Silence>(
    `WITH parts AS (
       SELECT ${by} AS value, count(*) AS pages, sum(alt_missing) AS missing, sum(alt_empty) AS empty, sum(alt_blank) AS blank,
         sum(greatest(0, images - alt_missing - alt_empty - alt_blank)) AS "text"
       FROM ${pages} AS pages GROUP BY ALL
     ), joined AS (
       SELECT CASE WHEN "text" + missing + empty + blank >= ${MIN_PICTURES} THEN value END AS value,
         ${sums.join(', ')}
       FROM parts GROUP BY ALL
     )
     SELECT * FROM joined ORDER BY value IS NULL DESC, missing + empty + blank DESC, value LIMIT ${MAX_PARTS}`,
  )
  // First for the limit's sake, last to read.
  return [...rows.filter(({ value }) => value !== null), ...rows.filter(({ value }) => value === null)]
}
