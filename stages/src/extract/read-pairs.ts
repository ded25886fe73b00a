import type { PageFacts } from '@warc2dataset/schemas'
import { classifyAlt, cleanText } from '../html/clean-text.js'
import { registeredDomain } from '../html/registered-domain.js'
import { resolveImageUrl } from '../html/resolve-url.js'
import { hash64 } from '../identity.js'
import { type Duck, identifier, literal } from '../parquet/duck.js'
import type { Source } from '../stage.js'
import type { Reference } from './archive-input.js'
import { type ArchiveTally, count } from './archive-tally.js'
import { unmeasured } from './measure-texts.js'

export interface PairsInput {
  readonly path: string
  /** warc_filename of every row. */
  readonly name: string
  readonly urlColumn: string
  readonly textColumn: string
  readonly tally: ArchiveTally
}

export const READ_PAIRS = { name: 'read-pairs', version: 2 } as const

const NO_PAGE: PageFacts = {
  page_url: null,
  page_domain: null,
  page_date: null,
  html_lang: null,
  page_language: null,
  page_language_probability: null,
  license: null,
  robots: null,
  x_robots_tag: null,
  tdm_reservation: null,
  tdm_policy: null,
}

/** Kind of a text that came with its URL in a list. */
export const PAIR_TEXT = 'pair'

const BATCH_ROWS = 1024

/** Streams one list of URL and text in its order; every row with usable text becomes a candidate. */
export function readPairs(duck: Duck, input: PairsInput): Source<Reference> {
  return {
    name: READ_PAIRS.name,
    read: async function* () {
      const { urlColumn, textColumn, path, tally } = input
      const columns = [urlColumn, textColumn].map((name) => `CAST(${identifier(name)} AS VARCHAR)`)
      const result = await duck.connection.stream(`SELECT ${columns.join(', ')} FROM ${scanList(path)}`)
      let row = 0
      let batch: Reference[] = []
      for await (const rows of result.yieldRows()) {
        for (const [url, text] of rows as (string | null)[][]) {
          const reference = pairReference(url ?? null, text ?? null, row++, input)
          count(tally.images, 'total')
          count(tally.images, typeof reference === 'string' ? reference : 'candidate')
          if (typeof reference !== 'string') batch.push(reference)
          if (batch.length < BATCH_ROWS) continue
          yield batch
          batch = []
        }
      }
      count(tally.records, 'row', row)
      if (batch.length > 0) yield batch
    },
  }
}

/** Columns of a list, as written. @throws Error if it cannot be read. */
export async function listColumns(duck: Duck, path: string): Promise<readonly string[]> {
  const rows = await duck.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${scanList(path)}`)
  return rows.map(({ column_name }) => column_name)
}

/** Kinds of lists by the end of their name; compressed text (.gz) is inflated on the way. */
function scanList(path: string): string {
  const file = literal(path)
  if (/\.parquet$/i.test(path)) return `read_parquet(${file})`
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(path)) return `read_json(${file}, format = 'newline_delimited')`
  if (/\.tsv(\.gz)?$/i.test(path)) return `read_csv(${file}, header = true, all_varchar = true, delim = '\t')`
  return `read_csv(${file}, header = true, all_varchar = true)`
}

/** A candidate, or the kind of row that cannot be one. */
function pairReference(
  url: string | null,
  raw: string | null,
  row: number,
  { name }: PairsInput,
): Reference | string {
  const kind = classifyAlt(raw)
  if (kind !== 'text' || raw === null) return kind
  const resolved = resolveImageUrl(url, null)
  if ('unusable' in resolved && resolved.unusable === 'no_src') return 'no_src'
  const usable = 'url' in resolved ? resolved.url : resolved.shown
  const { text } = cleanText(raw)
  return {
    candidate_id: hash64(name, row, 0, 0),
    shadow_reason: null,
    shadow_filter: null,
    verdicts: [],
    url: usable,
    url_hash: hash64(usable),
    url_domain: 'url' in resolved ? registeredDomain(usable) : '',
    url_source: 'list',
    url_width: null,
    url_others: 0,
    texts: [unmeasured(PAIR_TEXT, text, hash64(usable, text))],
    link_url: null,
    page_picture: null,
    in_noscript: null,
    presentational: null,
    ...NO_PAGE,
    declared_width: null,
    declared_height: null,
    warc_filename: name,
    warc_record_offset: BigInt(row),
    warc_inner_offset: 0n,
    image_index: 0,
    url_problem: 'unusable' in resolved ? resolved.unusable : null,
  }
}
