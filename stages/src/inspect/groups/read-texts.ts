import type { DuckDBResult } from '@duckdb/node-api'
import { type Duck, literal } from '../../parquet/duck.js'

/** A text of `pairs`: that of row `row`, from `from` to before `to` in `texts`; `language` is its place in the list. */
export type VisitText = (texts: string, from: number, to: number, row: number, language: number) => void

/** More of a text is not read; at least as much as `foldText` looks at. */
const MAX_CHARACTERS = 16_000
/** Texts of as many neighbours come out of DuckDB as one string: handing over a string takes longer than what is in it. */
const BLOCK_ROWS = 64
const PART_ROWS = 4096
const BATCH = { bytes: 2 ** 28, rows: 2 ** 20 } as const
const UTF8_BYTES = 4
const [SPACE, ZERO] = [0x20, 0x30]

/**
 * Visits the text of each row of `pairs` whose language is one of `languages`, batch by batch in the order of rows; in a
 * batch they may come in another. Line feeds are replaced by spaces, and only the first 16,000 code points are read.
 * `endBatch` is called behind each batch, when no query runs. Memory: two batches, of 256 MB of text at most.
 */
export async function readTexts(
  duck: Duck,
  languages: readonly string[],
  visit: VisitText,
  endBatch: () => Promise<void>,
): Promise<void> {
  if (languages.length === 0) return
  const list = languages.map(literal).join(', ')
  // Not in WHERE: it would be asked of every row of the table before the numbers of rows are.
  const wanted = `FILTER (WHERE "language" IN (${list}) AND "text" <> '')`
  const line = `((row::BIGINT * ${languages.length} + list_position([${list}], "language") - 1)::VARCHAR || ' ' ||
    CASE WHEN strlen("text") > ${MAX_CHARACTERS} THEN replace(left("text", ${MAX_CHARACTERS}), chr(10), ' ')
      WHEN contains("text", chr(10)) THEN replace("text", chr(10), ' ') ELSE "text" END)`
  const batches = await batchesOf(duck)
  const query = (at: number): Promise<DuckDBResult | null> => {
    const batch = batches[at]
    if (batch === undefined) return Promise.resolve(null)
    return duck.connection.run(`SELECT string_agg(${line}, chr(10)) ${wanted} FROM pairs
      WHERE row >= ${batch.from} AND row < ${batch.to}
      GROUP BY row // ${BLOCK_ROWS} ORDER BY row // ${BLOCK_ROWS}`)
  }
  let next = query(0)
  try {
    for (let at = 1; ; at++) {
      const result = await next
      if (at > 1) await endBatch()
      if (result === null) return
      // While this batch is looked at, the other core reads the next.
      next = query(at)
      // Its failure is thrown when its turn comes, not before.
      next.catch(() => undefined)
      await visitResult(result, languages.length, visit)
    }
  } finally {
    await Promise.allSettled([next])
  }
}

async function visitResult(result: DuckDBResult, languages: number, visit: VisitText): Promise<void> {
  for await (const chunk of result) {
    const column = chunk.getColumnVector(0)
    for (let at = 0; at < column.itemCount; at++) {
      const lines = column.getItem(at)
      if (typeof lines === 'string') visitLines(lines, languages, visit)
    }
  }
}

function visitLines(lines: string, languages: number, visit: VisitText): void {
  let from = 0
  while (from < lines.length) {
    let number = 0
    for (let digit = lines.charCodeAt(from++); digit !== SPACE; digit = lines.charCodeAt(from++))
      number = number * 10 + digit - ZERO
    const next = lines.indexOf('\n', from)
    const to = next < 0 ? lines.length : next
    const language = number % languages
    visit(lines, from, to, (number - language) / languages, language)
    from = to + 1
  }
}

/** Parts of 4096 rows, joined as long as their texts are small. A length that is not known is taken for the longest. */
async function batchesOf(duck: Duck): Promise<readonly { readonly from: number; readonly to: number }[]> {
  const parts = await duck.rows<{ part: number; bytes: number }>(`
    SELECT row // ${PART_ROWS} AS part,
      sum(least(coalesce("length", ${MAX_CHARACTERS}), ${MAX_CHARACTERS}))::DOUBLE * ${UTF8_BYTES} AS bytes
    FROM pairs GROUP BY part ORDER BY part`)
  const batches: { from: number; to: number }[] = []
  let bytes = 0
  for (const { part, bytes: more } of parts) {
    const [from, to] = [part * PART_ROWS, (part + 1) * PART_ROWS]
    const last = batches.at(-1)
    bytes += more
    if (last !== undefined && bytes <= BATCH.bytes && to - last.from <= BATCH.rows) last.to = to
    else {
      batches.push({ from, to })
      bytes = more
    }
  }
  return batches
}
