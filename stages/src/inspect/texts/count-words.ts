import type { Duck } from '../../parquet/duck.js'

/** Rows that are compared with those of the first: a name for their columns, and a SQL predicate over `pairs`. */
export interface WordSide {
  readonly name: string
  readonly where: string
}

export interface CountedSide {
  /** Rows that were read. */
  readonly rows: number
  /** Of more rows than that these were drawn. */
  readonly sampled: boolean
}

export interface WordRow {
  readonly word: string
  /** Domains with the word on any side. */
  readonly all: number
  /** By the order of the sides: pairs with the word, domains, and domains of that side and the first together. */
  readonly pairs: readonly number[]
  readonly domains: readonly number[]
  readonly either: readonly number[]
}

/** Rows that may be read: those that have words, and a site to count. */
export const COUNTABLE = `"text" <> '' AND "domain" IS NOT NULL`

const MAX_LETTERS = 64
// Whole, so that the parts of a name that is an address do not come out as words.
const ADDRESS = '\\S*@\\S*'
const RUNS = '[\\p{L}\\p{M}\\p{N}]+'

/**
 * Words of the sides' texts with the number of pairs and of domains that use them, a word of a text counted once. A word
 * is a run of letters and marks in lower case, of 2 to 64 code points and at least two letters; a run with a digit in
 * it is none, nor is anything in a part with an @. Scripts written without spaces are not split: a run of Han, Kana, Thai,
 * Lao or Khmer is one word, so that only short ones (names, headings) are ever common.
 *
 * Of a side with more than `limit` rows about `limit - 6·√limit` are drawn (more than `limit`: one chance in 10^9): those
 * with the lowest MD5 of `id`, so the same in each run, and sides that overlap overlap in what is drawn. Words below `minimumPairs` or `minimumDomains`, over
 * what was read of all sides, are left out. Linear in the rows; only words reach JavaScript.
 */
export async function countWords(
  duck: Duck,
  sides: readonly WordSide[],
  {
    limit,
    minimumPairs,
    minimumDomains,
  }: Readonly<Record<'limit' | 'minimumPairs' | 'minimumDomains', number>>,
): Promise<{ readonly sides: readonly CountedSide[]; readonly words: readonly WordRow[] }> {
  const counted = await drawRows(duck, sides, limit)
  const perCell = sides.map((_, at) => `count(*) FILTER ((bits & ${1 << at}) <> 0)::UINTEGER AS pairs${at}`)
  const perWord = sides.map((_, at) =>
    [
      `sum(pairs${at})::DOUBLE AS pairs${at}`,
      `count(*) FILTER (pairs${at} > 0)::DOUBLE AS domains${at}`,
      `count(*) FILTER (pairs0 > 0 OR pairs${at} > 0)::DOUBLE AS either${at}`,
    ].join(', '),
  )
  try {
    const rows = await duck.rows<CountsRow>(
      `WITH texts AS (
         SELECT CASE WHEN contains("text", '@') THEN regexp_replace("text", '${ADDRESS}', ' ', 'g') ELSE "text" END AS "text",
           site, bits FROM drawn_texts
       ), words AS (
         SELECT unnest(list_distinct(regexp_extract_all(lower("text"), '${RUNS}'))) AS word, site, bits FROM texts
       ), cells AS (
         SELECT word, site, count(*)::UINTEGER AS pairs, ${perCell.join(', ')} FROM words
         WHERE length(word) BETWEEN 2 AND ${MAX_LETTERS} GROUP BY word, site
       )
       SELECT word, count(*)::DOUBLE AS domains, ${perWord.join(', ')} FROM cells GROUP BY word
       HAVING sum(pairs) >= ${minimumPairs} AND count(*) >= ${minimumDomains}
         AND regexp_matches(word, '\\p{L}\\p{M}*\\p{L}') AND NOT regexp_matches(word, '\\p{N}')
       ORDER BY word`,
    )
    const words = rows.map((row) => ({
      word: row.word,
      all: row.domains,
      pairs: sides.map((_, at) => row[`pairs${at}`] ?? 0),
      domains: sides.map((_, at) => row[`domains${at}`] ?? 0),
      either: sides.map((_, at) => row[`either${at}`] ?? 0),
    }))
    return { sides: counted, words }
  } finally {
    await duck.run('DROP TABLE drawn_texts')
  }
}

type CountsRow = { readonly word: string; readonly domains: number } & Readonly<
  Record<`${'pairs' | 'domains' | 'either'}${number}`, number>
>

/** Table `drawn_texts`: text, number of its domain, and the sides that it was drawn for as bits. */
async function drawRows(
  duck: Duck,
  sides: readonly WordSide[],
  limit: number,
): Promise<readonly CountedSide[]> {
  const sizes = await countRows(duck, 'pairs', sides, ({ where }) => `${COUNTABLE} AND (${where})`)
  const bits = sides.map(({ where }, at) => {
    const rank = drawnBelow(sizes[at] ?? 0, limit)
    return `CASE WHEN (${where})${rank === null ? '' : ` AND ${rank}`} THEN ${1 << at} ELSE 0 END`
  })
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE drawn_texts AS
     WITH sites AS (SELECT "domain", CAST(row_number() OVER () AS INTEGER) AS site FROM pairs WHERE ${COUNTABLE} GROUP BY "domain"),
     marked AS (SELECT "text", "domain", CAST(${bits.join(' | ')} AS UTINYINT) AS bits FROM pairs WHERE ${COUNTABLE})
     SELECT "text", site, bits FROM marked JOIN sites USING ("domain") WHERE bits <> 0`,
  )
  const drawn = await countRows(duck, 'drawn_texts', sides, (_, at) => `(bits & ${1 << at}) <> 0`)
  return drawn.map((rows, at) => ({ rows, sampled: rows < (sizes[at] ?? 0) }))
}

/** SQL: the row is among about `limit` of `size`, six standard deviations below it; null: all are. */
function drawnBelow(size: number, limit: number): string | null {
  if (size <= limit) return null
  const share = Math.max(0, limit - 6 * Math.sqrt(limit)) / size
  return `md5_number_lower(CAST(id AS VARCHAR)) < ${BigInt(Math.floor(share * 2 ** 53)) << 11n}::UBIGINT`
}

async function countRows(
  duck: Duck,
  table: string,
  sides: readonly WordSide[],
  predicate: (side: WordSide, at: number) => string,
): Promise<readonly number[]> {
  const counts = sides.map((side, at) => `count(*) FILTER (${predicate(side, at)})::DOUBLE AS n${at}`)
  const [found] = await duck.rows<Readonly<Record<`n${number}`, number>>>(
    `SELECT ${counts.join(', ')} FROM ${table}`,
  )
  return sides.map((_, at) => found?.[`n${at}`] ?? 0)
}
