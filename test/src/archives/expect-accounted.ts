import { createHash } from 'node:crypto'
import type { ArchiveAccount } from '@warc2dataset/stages/warc/archive-record'
import type { ArchiveEvent } from '@warc2dataset/stages/warc/event-order'
import { expect } from 'vitest'

/** Every byte of the archive is in one record or gap, in the order of the file, and the account says the same. */
export function expectAccounted(
  { events, account }: { readonly events: readonly ArchiveEvent[]; readonly account: ArchiveAccount },
  bytes: Buffer,
): void {
  const sums = { record: 0, gap: 0 }
  let offset = 0
  for (const { kind, length, offset: at } of events) {
    if (length === 0) continue
    if (at !== offset) expect(at).toBe(offset)
    offset += length
    sums[kind] += length
  }
  expect([offset, account.bytes, sums.record, sums.gap]).toEqual([
    bytes.length,
    bytes.length,
    account.recordBytes,
    account.gapBytes,
  ])
  expect(account.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
}
