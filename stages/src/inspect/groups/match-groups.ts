import { DuckDBDataChunk, INTEGER, SMALLINT } from '@duckdb/node-api'
import type { Lexicon } from '@warc2dataset/schemas'
import { openLexicon } from '../../lexicon/open-lexicon.js'
import { type Duck, literal } from '../../parquet/duck.js'
import { type Inspected, type LexiconGroup, mentionColumns } from '../pair-table.js'
import { numberSets } from './number-sets.js'

/** A group of `mentions`, with the languages whose texts could mention it. */
export interface MatchedGroup extends LexiconGroup {
  /** Of all lexicons that hold the set, in order; one where `lang` is not null. */
  readonly languages: readonly string[]
}

const BATCH_ROWS = 250_000
const CHUNK_ROWS = 2048

interface Mentions {
  readonly rows: number[]
  readonly sets: number[]
}

/**
 * Creates table `mentions`, which must not be there: which sets of `lexicons` the text of each pair mentions, in the
 * pair's language; a pair whose language is not known mentions none. Kept, cut and shadow rows count alike. Returns the
 * sets that occur, in the order of the lexicons; a set's number in `mentions` is its place there. Sets that share an id
 * across languages are one group, except of axis gender, which is compared within one language only.
 *
 * Texts are read in batches by `row`; memory is that of one batch.
 *
 * @throws RangeError for more than 32,767 sets.
 */
export async function matchGroups(
  { duck }: Pick<Inspected, 'duck'>,
  lexicons: readonly Lexicon[],
): Promise<readonly MatchedGroup[]> {
  const { sets, numbers } = numberSets(lexicons)
  await duck.run(`CREATE TEMP TABLE found_mentions (row INTEGER, grp SMALLINT)`)
  const occurs = new Uint8Array(sets.length)
  const languages = [...numbers.keys()]
  if (languages.length > 0) {
    const { match } = openLexicon(lexicons)
    const texts = `SELECT row, list_position([${languages.map(literal).join(', ')}], "language")::INTEGER - 1, "text"
      FROM pairs WHERE "language" IN (${languages.map(literal).join(', ')}) AND "text" <> ''`
    const [size] = await duck.rows<{ n: number | null }>('SELECT max(row) + 1 AS n FROM pairs')
    for (let from = 0; from < (size?.n ?? 0); from += BATCH_ROWS) {
      const batch = `${texts} AND row >= ${from} AND row < ${from + BATCH_ROWS}`
      const found = await matchBatch(duck, batch, languages, (text, lang) =>
        match(text, lang).map((id) => numbers.get(lang)?.get(id) ?? -1),
      )
      for (const set of found.sets) occurs[set] = 1
      await appendMentions(duck, found)
    }
  }
  await renumber(duck, occurs)
  return sets.filter((_, set) => occurs[set] === 1)
}

async function matchBatch(
  duck: Duck,
  sql: string,
  languages: readonly string[],
  match: (text: string, lang: string) => readonly number[],
): Promise<Mentions> {
  const found: Mentions = { rows: [], sets: [] }
  let [lastText, lastLanguage, last]: [string, number, readonly number[]] = ['', -1, []]
  const result = await duck.connection.stream(sql)
  for await (const chunk of result) {
    const [rows = [], inLanguage = [], texts = []] = chunk.getColumns() as [number[], number[], string[]]
    for (const [at, text] of texts.entries()) {
      const language = inLanguage[at] ?? 0
      // Neighbours often have the same text: pages of one site, or one picture in several sizes.
      if (text !== lastText || language !== lastLanguage)
        [lastText, lastLanguage, last] = [text, language, match(text, languages[language] ?? '')]
      for (const set of last) {
        found.rows.push(rows[at] ?? 0)
        found.sets.push(set)
      }
    }
  }
  return found
}

async function appendMentions(duck: Duck, { rows, sets }: Mentions): Promise<void> {
  const appender = await duck.connection.createAppender('found_mentions')
  const chunk = DuckDBDataChunk.create([INTEGER, SMALLINT], CHUNK_ROWS)
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const some = rows.slice(from, from + CHUNK_ROWS)
    chunk.reset()
    chunk.rowCount = some.length
    chunk.setColumnValues(0, some)
    chunk.setColumnValues(1, sets.slice(from, from + CHUNK_ROWS))
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}

/** Numbers without gaps. */
async function renumber(duck: Duck, occurs: Uint8Array): Promise<void> {
  await duck.run(`CREATE TABLE mentions (row ${mentionColumns.row}, grp ${mentionColumns.grp})`)
  const numbers: string[] = []
  for (const [set, does] of occurs.entries()) if (does === 1) numbers.push(`(${set}, ${numbers.length})`)
  if (numbers.length > 0) {
    await duck.run(`INSERT INTO mentions SELECT found.row, numbers.number
      FROM found_mentions AS found JOIN (VALUES ${numbers.join(', ')}) AS numbers(old, number) ON found.grp = old`)
  }
  await duck.run('DROP TABLE found_mentions')
}
