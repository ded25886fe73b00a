import { createHash } from 'node:crypto'
import { truncate } from 'node:fs/promises'
import type { ArchiveRecord } from '@warc2dataset/stages/warc/archive-record'
import { NotAnArchiveError } from '@warc2dataset/stages/warc/read-archive'
import { randomNumbers, readAll, withFile } from '@warc2dataset/stages/warc/warc-fixtures'
import { expect } from 'vitest'
import { expectAccounted } from './expect-accounted.js'

/** Blocks are kept whole; the chunks are small, since a buffer is made anew for each of 10,000 readings. */
const TUNING = { chunkBytes: 32 * 1024 }
/** Readings at a time, each of a copy of its own: a reading waits half of its time. */
const LANES = 4
/** Of `HTTP/1`. */
const OPENING_BYTES = 6

/** Which prefixes are read: all of 0 to `upTo` bytes, and `drawn` of the longer ones. */
export interface Choice {
  readonly upTo: number
  readonly drawn: number
  readonly seed: number
}

function prefixLengths(size: number, { upTo, drawn, seed }: Choice): readonly number[] {
  if (size <= upTo) throw new Error(`Expected an archive above ${upTo} bytes, got ${size}`)
  const next = randomNumbers(seed)
  const longer = Array.from({ length: drawn }, () => upTo + 1 + (next() % (size - upTo)))
  return [...Array.from({ length: upTo + 1 }, (_, length) => length), ...longer].sort((a, b) => b - a)
}

/**
 * Reads prefixes of an archive without damage. Each is refused as no archive, or gives the first records of the whole,
 * of which only the last may be cut, and its account adds up. A longer prefix never gives fewer records.
 * Returns the number of records of each length, null where it was refused.
 */
export async function readPrefixes(
  bytes: Buffer,
  choice: Choice,
): Promise<ReadonlyMap<number, number | null>> {
  const lengths = prefixLengths(bytes.length, choice)
  const whole = recordsOf(await withFile(bytes, (path) => readAll(path)))
  const counts = new Map<number, number | null>()
  const lane = (_: unknown, index: number): Promise<void> =>
    withFile(bytes, async (path) => {
      for (const length of lengths.filter((_, i) => i % LANES === index)) {
        await truncate(path, length)
        counts.set(length, await readPrefix(path, bytes.subarray(0, length), whole))
      }
    })
  await Promise.all(Array.from({ length: LANES }, lane))
  let fewest = 0
  for (const length of [...counts.keys()].sort((a, b) => a - b)) {
    const count = counts.get(length) ?? 0
    if (count < fewest) expect(count, `records at ${length}`).toBeGreaterThanOrEqual(fewest)
    fewest = count
  }
  return counts
}

async function readPrefix(
  path: string,
  bytes: Buffer,
  whole: readonly ArchiveRecord[],
): Promise<number | null> {
  try {
    const outcome = await readAll(path, { tuning: TUNING })
    expectAccounted(outcome, bytes)
    const records = recordsOf(outcome)
    expectFirst(records, whole, bytes.length)
    return records.length
  } catch (error) {
    if (error instanceof NotAnArchiveError) return null
    throw error
  }
}

function recordsOf({ events }: Awaited<ReturnType<typeof readAll>>): readonly ArchiveRecord[] {
  return events.filter((event) => event.kind === 'record')
}

/** Comparing short texts only, for this runs some 100,000 times. */
function expectFirst(
  records: readonly ArchiveRecord[],
  whole: readonly ArchiveRecord[],
  length: number,
): void {
  for (const [i, record] of records.entries()) {
    const full = whole[i]
    if (full === undefined) throw new Error(`Expected ${whole.length} records at ${length}, got more`)
    const isLast = i === records.length - 1
    const got = record.block ?? Buffer.alloc(0)
    const wanted = full.block ?? Buffer.alloc(0)
    const isCut = isLast && record.truncated === 'archive'
    // The type of an ARC record is that of its block, by the first bytes.
    const type = isCut && got.length < OPENING_BYTES ? full.type : record.type
    const told = [place({ ...record, type }), digest(got)]
    expect(told, `record ${i} at ${length}`).toEqual([
      place(full),
      digest(isCut ? wanted.subarray(0, got.length) : wanted),
    ])
    if (!isCut && record.truncated !== full.truncated) expect(record.truncated).toBe(full.truncated)
  }
}

function place({ offset, innerOffset, type, targetUri, date, declaredLength }: ArchiveRecord): string {
  return [offset, innerOffset, type, targetUri, date, declaredLength].join(' ')
}

function digest(block: Buffer): string {
  return createHash('sha256').update(block).digest('hex')
}
