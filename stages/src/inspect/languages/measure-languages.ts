import type { LanguagesSection, NotAvailable, Subject } from '@warc2dataset/schemas'
import { jensenShannon } from '../../statistics/jensen-shannon.js'
import type { Inspected } from '../pair-table.js'
import { listParts } from '../sources/list-parts.js'
import { declaredLanguage } from './primary-tag.js'

const MOST_PARTS = 40
/** More values than there are languages: of somebody's column that holds something else. */
const MOST_VALUES = 1000
/** Code points of a value; the same column may hold anything. */
const LONGEST = 32

/**
 * Languages and scripts of the texts, before and after: field note inspect M20. The 40 with most candidates; all others
 * are joined as `other`, and null is not known. The divergences are over all that are known, and null where nothing was
 * kept or rows that were cut are not there. `declared` compares the text's language with the lang attribute of its page, where
 * that has a primary subtag of two letters (`declaredLanguage`); null where no row has both.
 */
export async function measureLanguages(inspected: Inspected): Promise<LanguagesSection | NotAvailable> {
  const [language, script] = [`left("language", ${LONGEST})`, 'script']
  const languages = await listParts(inspected, language, MOST_PARTS)
  const scripts = await listParts(inspected, script, MOST_PARTS)
  if ([...languages, ...scripts].every(({ value }) => value === null))
    return { not_available: 'The rows tell neither language nor script of their texts.' }
  return {
    told_by: whatTold(inspected.subject),
    divergence: await measureDivergence(inspected, language),
    script_divergence: await measureDivergence(inspected, script),
    languages,
    scripts,
    declared: await compareDeclared(inspected),
  }
}

function whatTold({ columns }: Subject): string {
  const column = columns.find(({ read_as }) => read_as === 'language')?.column
  if (column !== undefined)
    return `Column ${column} of the files, as it stands there; who filled it is not known.`
  return (
    'A detector (eld 2.1.0) that saw the text alone, and answers where it is right with a chance of 0.7 or more. ' +
    'Short texts, names and lists of numbers are often of no language to it, and it takes close languages for each other; ' +
    'it writes no for both Norwegians, and ms for Malay and Indonesian.'
  )
}

async function measureDivergence({ duck, knows }: Inspected, column: string): Promise<number | null> {
  if (!knows.rejected) return null
  const rows = await duck.rows<{ candidates: number; kept: number }>(
    `WITH parts AS (
       SELECT ${column} AS value, count(*) AS candidates, count(*) FILTER (kept) AS kept FROM pairs
       WHERE ${column} IS NOT NULL GROUP BY ALL
     ), places AS (SELECT *, row_number() OVER (ORDER BY candidates DESC, value) AS place FROM parts)
     SELECT sum(candidates)::DOUBLE AS candidates, sum(kept)::DOUBLE AS kept FROM places
     GROUP BY least(place, ${MOST_VALUES}) ORDER BY least(place, ${MOST_VALUES})`,
  )
  return jensenShannon({ first: rows.map((row) => row.candidates), second: rows.map((row) => row.kept) })
}

async function compareDeclared({ duck }: Inspected): Promise<LanguagesSection['declared']> {
  const [found] = await duck.rows<{ both: number; agree: number }>(
    `SELECT count(declared)::DOUBLE AS "both", count(*) FILTER (declared = "language")::DOUBLE AS agree
     FROM (SELECT ${declaredLanguage('html_lang')} AS declared, "language" FROM pairs
       WHERE "language" IS NOT NULL AND html_lang IS NOT NULL)`,
  )
  return found === undefined || found.both === 0 ? null : found
}
