import { join } from 'node:path'
import type { Commit } from '@warc2dataset/schemas'
import { query } from '../bad-input/query.js'
import type { SiteRequest } from './picture-site.js'
import { movedPath } from './site-plan.js'

/** `host/path` of every URL in the units of fetch that are committed, where redirects lead included. */
export async function committedUrls(out: string, commits: readonly Commit[]): Promise<ReadonlySet<string>> {
  const units = commits.filter(({ phase }) => phase === 'fetch').map(({ unit }) => unit)
  if (units.length === 0) return new Set()
  const files = units.map((unit) => `'${join(out, 'plan', `${unit}.parquet`)}'`)
  const rows = await query(`SELECT url FROM read_parquet([${files.join(', ')}])`)
  return new Set(
    rows.flatMap(({ url }) => {
      const { host, pathname } = new URL(String(url))
      return [host + pathname, host + movedPath(pathname)]
    }),
  )
}

/** Requests for what needed none any more, one line each. */
export function repeatedRequests(
  requests: readonly SiteRequest[],
  needless: ReadonlySet<string>,
): readonly string[] {
  return requests
    .filter(({ host, path }) => needless.has(host + path))
    .map(({ host, path }) => `https://${host}${path}: its unit was committed, and it was asked for again`)
}
