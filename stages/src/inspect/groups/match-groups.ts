import { DuckDBDataChunk, INTEGER, SMALLINT } from '@duckdb/node-api'
import type { Lexicon } from '@warc2dataset/schemas'
import { openLexicon } from '../../lexicon/open-lexicon.js'
import type { Duck } from '../../parquet/duck.js'
import { type Inspected, type LexiconGroup, mentionColumns } from '../pair-table.js'
import { MAX_SETS, numberSets } from './number-sets.js'
import { readTexts, type VisitText } from './read-texts.js'

/** A group of `mentions`, with the languages whose texts could mention it. */
export interface MatchedGroup extends LexiconGroup {
  /** Of all lexicons that hold the set, in order; one where `lang` is not null. */
  readonly languages: readonly string[]
}

const CHUNK_ROWS = 2048
const NUMBERS = MAX_SETS + 1

/**
 * Creates table `mentions`, which must not be there: which sets of `lexicons` the text of each pair mentions, in the
 * pair's language; a pair whose language is not known mentions none. Kept, cut and shadow rows count alike. Returns the
 * sets that occur, in the order of the lexicons; a set's number in `mentions` is its place there. Sets that share an id
 * across languages are one group, except of axis gender, which is compared within one language only.
 *
 * Memory is that of a batch of `readTexts` and its mentions.
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
  const { inLanguage } = openLexicon(lexicons)
  const languages = [...numbers].flatMap(([language, ofLanguage]) => {
    const matcher = inLanguage(language)
    if (matcher === null) return []
    return [{ language, find: matcher.find, numbers: matcher.ids.map((id) => ofLanguage.get(id) ?? -1) }]
  })
  let found: number[] = []
  const visit: VisitText = (texts, from, to, row, at) => {
    const language = languages[at]
    if (language === undefined) return
    for (const set of language.find(texts, from, to)) {
      const number = language.numbers[set] ?? -1
      occurs[number] = 1
      found.push(row * NUMBERS + number)
    }
  }
  const endBatch = async (): Promise<void> => {
    await appendMentions(duck, Float64Array.from(found).sort())
    found = []
  }
  await readTexts(
    duck,
    languages.map(({ language }) => language),
    visit,
    endBatch,
  )
  await renumber(duck, occurs)
  return sets.filter((_, set) => occurs[set] === 1)
}

/** `mentions`: row · 32,768 + set. */
async function appendMentions(duck: Duck, mentions: Float64Array): Promise<void> {
  const appender = await duck.connection.createAppender('found_mentions')
  const chunk = DuckDBDataChunk.create([INTEGER, SMALLINT], CHUNK_ROWS)
  for (let from = 0; from < mentions.length; from += CHUNK_ROWS) {
    const some = Array.from(mentions.subarray(from, from + CHUNK_ROWS))
    chunk.reset()
    chunk.rowCount = some.length
    chunk.setColumnValues(
      0,
      some.map((mention) => Math.floor(mention / NUMBERS)),
    )
    chunk.setColumnValues(
      1,
      some.map((mention) => mention % NUMBERS),
    )
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
