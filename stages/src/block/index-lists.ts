import { mkdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { BUCKETS, bucketOf, buildDigestTable } from './digest-set.js'
import { HASH_KINDS, type HashEntry, type HashKind } from './hash-line.js'
import { nearTable } from './near-set.js'
import { HashListError, scanHashList } from './scan-hash-list.js'
import { saveTable } from './table-files.js'

/** One list as it was read: what a commit says of it. No entry is in it. */
export interface ListRecord {
  /** Name without its folder. */
  readonly file: string
  /** Of the file, hex. */
  readonly sha256: string
  readonly entries: Readonly<Record<HashKind, number>>
}

/** Lists that were read once and found right, with what is needed to index them in exactly sized tables. */
export interface CheckedLists {
  readonly paths: readonly string[]
  readonly records: readonly ListRecord[]
  /** Entries of each kind by their first 16 bits. */
  readonly counts: Readonly<Record<HashKind, Uint32Array>>
}

/** Lists that lie indexed in a folder. */
export interface IndexedLists {
  readonly folder: string
  readonly records: readonly ListRecord[]
  /** Bits of 64 in which a perceptual hash may differ from a listed one. */
  readonly distance: number
}

/** Of one kind over all lists: 2 GiB of digests. */
const MOST_ENTRIES = 2 ** 27

/** Reads every list once and writes nothing. @throws HashListError with a line for each list that is wrong. */
export async function checkHashLists(paths: readonly string[]): Promise<CheckedLists> {
  const counts = byKind(() => new Uint32Array(BUCKETS))
  const records: ListRecord[] = []
  const problems: string[] = []
  for (const path of paths) {
    const entries: Record<HashKind, number> = { sha256: 0, md5: 0, phash: 0 }
    try {
      const sha256 = await scanHashList(path, ({ kind, hex }) => {
        const bucket = bucketOf(hex)
        entries[kind] += 1
        counts[kind][bucket] = (counts[kind][bucket] ?? 0) + 1
      })
      records.push({ file: basename(path), sha256, entries })
    } catch (error) {
      if (!(error instanceof HashListError)) throw error
      problems.push(error.message)
    }
  }
  for (const kind of HASH_KINDS) {
    const total = totalOf(records, kind)
    if (total > MOST_ENTRIES)
      problems.push(`Expected at most ${MOST_ENTRIES} ${kind} entries in all hash lists, got ${total}`)
  }
  if (problems.length > 0) throw new HashListError(problems.join('\n'))
  return { paths, records, counts }
}

/**
 * Reads checked lists again and writes them as sorted tables into `folder`, for `openBlockList`. Memory: 16 bytes for
 * a digest, 16 for a perceptual hash while it is sorted.
 * @throws HashListError if a list is not what it was.
 */
export async function indexHashLists(
  checked: CheckedLists,
  folder: string,
  distance: number,
): Promise<IndexedLists> {
  await mkdir(folder, { recursive: true })
  const { paths, records, counts } = checked
  const digests = { sha256: buildDigestTable(counts.sha256), md5: buildDigestTable(counts.md5) }
  const hashes = new BigUint64Array(totalOf(records, 'phash'))
  let filled = 0
  const take = ({ kind, hex }: HashEntry): void => {
    if (kind === 'phash') hashes[filled++] = BigInt(`0x${hex}`)
    else digests[kind].add(hex)
  }
  for (const [index, path] of paths.entries()) {
    const changed = new HashListError(`Expected ${path} as it was read a moment ago, got a changed file`)
    const now = await scanHashList(path, take).catch((error: unknown) => {
      throw error instanceof RangeError ? changed : error
    })
    if (now !== records[index]?.sha256) throw changed
  }
  for (const kind of ['sha256', 'md5'] as const) {
    const { starts, words } = digests[kind].finish()
    await saveTable(folder, `${kind}.starts`, starts)
    await saveTable(folder, `${kind}.words`, words)
  }
  const { high, low } = nearTable(hashes)
  await saveTable(folder, 'phash.high', high)
  await saveTable(folder, 'phash.low', low)
  return { folder, records, distance }
}

function totalOf(records: readonly ListRecord[], kind: HashKind): number {
  return records.reduce((sum, { entries }) => sum + entries[kind], 0)
}

function byKind<T>(make: () => T): Readonly<Record<HashKind, T>> {
  return { sha256: make(), md5: make(), phash: make() }
}
