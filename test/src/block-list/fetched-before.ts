import { query } from '../bad-input/query.js'

/** A picture of a run without lists: what could lead to it in a run with them. */
export interface FetchedBefore {
  readonly id: bigint
  readonly key: string
  readonly url: string
  readonly text: string
  readonly sha256: string
  readonly md5: string
  readonly phash: string
  /** Carried past a filter that it fails. */
  readonly shadow: boolean
  /** Occurrences of the URL: the others leave in dedup, before anything is known of the picture. */
  readonly occurrences: number
  /** Where the stored picture lies in the tar of its shard. */
  readonly at: { readonly shard: string; readonly offset: number; readonly size: number }
}

/** Every stored picture of a run, by key. */
export async function fetchedBefore(out: string): Promise<readonly FetchedBefore[]> {
  const rows = await query(
    `SELECT candidate_id, "key", url, "text", sha256, md5, phash, shadow_reason, occurrences, tar_offset, tar_size
     FROM '${out}/fetched/*.parquet' WHERE status = 'success' ORDER BY "key"`,
  )
  return rows.map((row) => ({
    id: BigInt(String(row['candidate_id'])),
    key: String(row['key']),
    url: String(row['url']),
    text: String(row['text']),
    sha256: String(row['sha256']),
    md5: String(row['md5']),
    phash: String(row['phash']),
    shadow: row['shadow_reason'] !== null,
    occurrences: Number(row['occurrences']),
    at: {
      shard: String(row['key']).slice(0, -4),
      offset: Number(row['tar_offset']),
      size: Number(row['tar_size']),
    },
  }))
}

/** Those that lists with these entries block: the plain definition, entry by entry. */
export function blockedOf(
  pictures: readonly FetchedBefore[],
  entries: readonly string[],
  distance: number,
): readonly FetchedBefore[] {
  const looks = entries.filter((entry) => entry.length === 16)
  return pictures.filter(
    ({ sha256, md5, phash }) =>
      entries.includes(sha256) ||
      entries.includes(md5) ||
      looks.some((entry) => bitsApart(entry, phash) <= distance),
  )
}

export function bitsApart(a: string, b: string): number {
  return [...(BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2)].filter((bit) => bit === '1').length
}
