import type { LedgerRun } from '../inspect/ledger-run.js'

const WORDS = [
  'photo',
  'red',
  'house',
  'woman',
  'man',
  'garden',
  'vintage',
  'sale',
  'portrait',
  'doctor',
  'city',
  'blue',
  'gay',
  'muslim',
  'old',
  'young',
  'wheelchair',
  'dress',
  'kitchen',
  'german',
  'brazil',
  'nurse',
  'black',
  'shoes',
  'nike',
  'wedding',
  'car',
  'dog',
  'cat',
  'football',
  'president',
  'church',
  'beach',
  'design',
  'logo',
  'icon',
  'poster',
  'queer',
  'christian',
  'asian',
] as const

const LANGUAGES = ['en', 'en', 'en', 'en', 'de', 'fr', 'es', 'ja', 'ru'] as const

/** SQL: a number 0..2^32-1 that looks random and is the same each time. */
const draw = (salt: number): string => `(hash(i * 1000003 + ${salt}) % 4294967296)::BIGINT`
const oneOf = (values: readonly string[], salt: number): string =>
  `list_value(${values.map((value) => `'${value}'`).join(', ')})[1 + ${draw(salt)} % ${values.length}]`
const chance = (share: number, salt: number): string => `(${draw(salt)} < ${Math.round(share * 2 ** 32)})`

const verdict = (filter: string, score: string, pass: string): string =>
  `{'filter': '${filter}', score: ${score}::DOUBLE, 'value': ${score}::VARCHAR, pass: ${pass}}`

/**
 * Rows as a run leaves them: texts of words that lexicons know, half a million domains of very different size per 1e7
 * rows, three filters with verdicts, and link rot.
 */
export function syntheticLedger(rows: number): Pick<LedgerRun, 'source' | 'columns'> {
  const domains = Math.max(100, Math.floor(rows / 20))
  const words = Array.from({ length: 7 }, (_, at) => oneOf(WORDS, at)).join(` || ' ' || `)
  // Squared twice: a few sites have most of the rows.
  const site = `floor(${domains} * pow(${draw(20)} / 4294967296.0, 4))::BIGINT`
  const source = `(SELECT *, length("text") AS "length",
      CASE WHEN length("text") < 36 THEN 'plan' WHEN ${chance(0.25, 40)} THEN 'fetch' ELSE 'select' END AS way,
      similarity >= 0.28 AS close, width >= 200 AS wide
    FROM (SELECT i, ${words} || ' ' || (${draw(30)} % 1000000) AS "text", 'site-' || ${site} || '.example' AS domain,
      0.1 + 0.3 * (${draw(31)} / 4294967296.0 + ${draw(32)} / 4294967296.0) / 2 AS similarity,
      (64 + ${draw(33)} % 1900)::INTEGER AS width FROM range(${rows}) t(i)))`
  const planned = verdict('text_length >= 36', '"length"', '"length" >= 36')
  const judged = `${planned}, ${verdict('select.keep: similarity_made_up >= 0.28', 'similarity', 'close')}, ${verdict('original_width >= 200', 'width', 'wide')}`
  return {
    source,
    columns: {
      candidate_id: '(i * 2654435761)::BIGINT',
      exit_phase: 'way',
      outcome: `CASE way WHEN 'plan' THEN 'dropped' WHEN 'fetch' THEN 'failed'
        ELSE CASE WHEN close AND wide THEN 'kept' ELSE 'dropped' END END`,
      reason: `CASE way WHEN 'plan' THEN 'plan_where' WHEN 'fetch' THEN ${oneOf(['http_status', 'timeout', 'not_an_image'], 41)}
        ELSE CASE WHEN NOT close THEN 'low_similarity' WHEN NOT wide THEN 'select_where' END END`,
      filter: `CASE way WHEN 'plan' THEN 'text_length >= 36' WHEN 'select' THEN
        CASE WHEN NOT close THEN 'select.keep: similarity_made_up >= 0.28' WHEN NOT wide THEN 'original_width >= 200' END END`,
      verdicts: `CASE WHEN way = 'select' THEN [${judged}] ELSE [${planned}] END`,
      pi: '1',
      key: `CASE WHEN way <> 'plan' THEN lpad(i::VARCHAR, 9, '0') END`,
      url: `'https://' || domain || '/pictures/' || i || '.jpg'`,
      url_domain: 'domain',
      page_url: `'https://' || domain || '/page/' || (i // 10)`,
      page_domain: 'domain',
      text: '"text"',
      text_kind: `'alt'`,
      language: `CASE WHEN ${chance(0.8, 50)} THEN ${oneOf(LANGUAGES, 51)} END`,
      script: `'Latn'`,
      text_class: `CASE WHEN ${chance(0.1, 52)} THEN ${oneOf(['seo', 'filename', 'generic'], 53)} END`,
      original_width: `CASE WHEN way = 'select' THEN width END`,
      original_height: `CASE WHEN way = 'select' THEN 64 + ${draw(54)} % 1500 END`,
      similarity: `CASE WHEN way = 'select' THEN similarity END`,
      sha256: `CASE WHEN way = 'select' THEN sha256((i // 1.1)::BIGINT::VARCHAR) END`,
      warc_filename: `'synthetic.warc.gz'`,
    },
  }
}
