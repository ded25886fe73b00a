import type { DuckDBAppender } from '@duckdb/node-api'
import { classifyText } from '../alt/classify-text.js'
import { skeletonOf } from '../alt/skeleton.js'
import { registeredDomain } from '../html/registered-domain.js'
import { hash64 } from '../identity.js'
import { scriptOf } from '../language/script-of.js'
import type { Duck } from '../parquet/duck.js'

export interface MeasureText {
  /** Language of a text, ISO 639-1; null: not sure. */
  readonly language: (text: string) => string | null
}

interface GivenRow {
  readonly id: bigint
  readonly url: string
  readonly page_url: string | null
  readonly text: string
}

const BATCH = 50_000

/** Table `measured` of table `given` (id from 0, url, page_url, text): what only code can tell of a row. */
export async function measureTable(duck: Duck, measure: MeasureText, withLanguage: boolean): Promise<void> {
  await duck.run(`CREATE TABLE measured (id BIGINT, domain VARCHAR, "language" VARCHAR, script VARCHAR,
    text_class VARCHAR, skeleton BIGINT)`)
  const [size] = await duck.rows<{ n: number }>('SELECT count(*)::DOUBLE AS n FROM given')
  for (let from = 0; from < (size?.n ?? 0); from += BATCH) {
    const rows = await duck.rows<GivenRow>(
      `SELECT id, url, page_url, "text" FROM given WHERE id >= ${from} AND id < ${from + BATCH} ORDER BY id`,
    )
    const appender = await duck.connection.createAppender('measured')
    for (const row of rows) append(appender, row, withLanguage ? measure.language(row.text) : null)
    appender.closeSync()
  }
}

function append(
  appender: DuckDBAppender,
  { id, url, page_url, text }: GivenRow,
  language: string | null,
): void {
  appender.appendBigInt(id)
  const [domain, script] = [registeredDomain(page_url ?? url), scriptOf(text)]
  for (const value of [domain, language, script, classifyText(text, url)]) {
    if (value === null || value === '') appender.appendNull()
    else appender.appendVarchar(value)
  }
  if (text === '') appender.appendNull()
  else appender.appendBigInt(hash64(skeletonOf(text)))
  appender.endRow()
}
