import { domainToUnicode } from 'node:url'
import { column, uniqueColumns } from '@warc2dataset/schemas'
import { type Duck, literal, scan } from '../parquet/duck.js'
import { openTable } from '../parquet/row-writer.js'
import { normalDomain } from './block-line.js'
import { type BlockListFile, readBlockLists } from './read-block-list.js'

/** What was read into DuckDB, and is looked up by joins. */
export interface BlockedTables {
  /** `blocked_names(name, blocked)` holds the host names of candidates that lie under a blocked domain. */
  readonly hasNames: boolean
  /** `blocked_KIND(hash)` of each of these holds the first 128 bits of the listed hashes, as UUID. */
  readonly hashes: readonly HashKind[]
}

export interface BlockedOptions {
  /** Files of the candidates whose names are looked up. */
  readonly unique: readonly string[]
  readonly blockDomains: readonly string[]
  readonly blockLists: readonly BlockListFile[]
}

const HASH_KINDS = ['sha256', 'md5'] as const
export type HashKind = (typeof HASH_KINDS)[number]

/** The field that named a domain is the name of the filter. */
const DOMAINS = 'plan.block_domains'
export const LISTS = 'plan.block_lists'

const domainColumns = {
  spelling: column('string', 'As it may stand in a page URL: in ASCII or in Unicode.'),
  domain: column('string', 'The blocked domain, in ASCII.'),
  filter: column('string', 'What named it.'),
} as const
const hashColumns = {
  kind: column('string', 'sha256 or md5.'),
  bits: column('string', 'First 128 bits of the hash, hex.'),
} as const

/**
 * Reads plan.block_domains and plan.block_lists into temporary tables: lists of many millions of lines spill like any
 * table of DuckDB, and cost one hash join.
 * @throws RunError for a list that cannot be read, or is not what it was.
 */
export async function loadBlocked(
  duck: Duck,
  { unique, blockDomains, blockLists }: BlockedOptions,
): Promise<BlockedTables> {
  const domains = await openTable(duck, 'block_domains', domainColumns)
  const hashes = await openTable(duck, 'block_hashes', hashColumns)
  const addDomain = (domain: string, filter: string): void => {
    const spellings = new Set([domain, domainToUnicode(domain) || domain])
    domains.write([...spellings].map((spelling) => ({ spelling, domain, filter })))
  }
  for (const domain of blockDomains.map(normalDomain)) if (domain !== '') addDomain(domain, DOMAINS)
  await readBlockLists(blockLists, (entry) => {
    if (entry.kind === 'domain') addDomain(entry.domain, LISTS)
    else hashes.write([{ kind: entry.kind, bits: entry.hex.slice(0, 32) }])
  })
  const hasNames = domains.close() > 0
  if (hasNames) await findNames(duck, unique)
  const found = hashes.close() > 0 ? await splitHashes(duck) : []
  await duck.run('DROP TABLE block_domains; DROP TABLE block_hashes')
  return { hasNames, hashes: found }
}

/** Nobody is looked up any more. */
export async function dropBlocked(duck: Duck, { hasNames, hashes }: BlockedTables): Promise<void> {
  if (hasNames) await duck.run('DROP TABLE blocked_names')
  for (const kind of hashes) await duck.run(`DROP TABLE blocked_${kind}`)
}

/**
 * SQL: the names by which a candidate is known. Hosts are taken as written, so that a subdomain can be named, and so is
 * the registered domain, which went through a URL parser: an opt-out must not be missed for a spelling.
 */
export const NAMES = [hostOf('url'), 'url_domain', hostOf('page_url'), 'page_domain'] as const

function hostOf(url: string): string {
  return `rtrim(lower(regexp_extract(${url}, '^[A-Za-z][A-Za-z0-9+.-]*:[/\\\\]*(?:[^/\\\\?#]*@)?([^/\\\\:?#]+)', 1)), '.')`
}

/**
 * Every distinct name of the candidates, with the blocked domain that it is or lies under, where there is one. A name
 * gives as many suffixes as the longest entry has labels, of no more characters than it has: hostile names cost no more.
 */
async function findNames(duck: Duck, unique: readonly string[]): Promise<void> {
  const [longest] = await duck.rows<{ labels: number; length: number }>(`
    SELECT max(length(string_split(spelling, '.')))::DOUBLE AS labels, max(length(spelling))::DOUBLE AS length
    FROM block_domains`)
  const { labels = 1, length = 1 } = longest ?? {}
  await duck.run(`CREATE TEMP TABLE blocked_names AS
    SELECT name, min({'filter': "filter", 'domain': "domain"}) AS blocked
    FROM (
      SELECT name, array_to_string(parts[-n:], '.') AS suffix FROM (
        SELECT name, parts, unnest(generate_series(1, least(length(parts), ${labels})::BIGINT)) AS n FROM (
          SELECT name, string_split("right"(name, ${length + 1}), '.') AS parts FROM (
            SELECT DISTINCT unnest([${NAMES.join(', ')}]) AS name FROM ${scan(unique, uniqueColumns)}))))
    JOIN block_domains ON spelling = suffix GROUP BY name`)
}

/**
 * One table of distinct hashes for each kind that is there. Of a sha256 the first half is enough: two different URLs
 * agree in 128 bits by chance once in 3e38.
 */
async function splitHashes(duck: Duck): Promise<readonly HashKind[]> {
  const found: HashKind[] = []
  for (const kind of HASH_KINDS) {
    await duck.run(
      `CREATE TEMP TABLE blocked_${kind} AS SELECT DISTINCT bits::UUID AS hash FROM block_hashes WHERE kind = ${literal(kind)}`,
    )
    const [row] = await duck.rows<{ n: number }>(`SELECT count(*)::DOUBLE AS n FROM blocked_${kind}`)
    if ((row?.n ?? 0) > 0) found.push(kind)
    else await duck.run(`DROP TABLE blocked_${kind}`)
  }
  return found
}
