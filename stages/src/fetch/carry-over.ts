import { open } from 'node:fs/promises'
import {
  type Counts,
  type FetchedRow,
  fetchedColumns,
  type LedgerRow,
  ledgerColumns,
} from '@warc2dataset/schemas'
import { type Duck, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import type { FetchedShard, Stored } from './fetched-shard.js'

/** Files of the shard's last generation, local. */
export interface LastGeneration {
  readonly tar: string
  /** Null: what came was not kept. */
  readonly originals: string | null
  readonly parquet: string
  readonly ledger: string
}

/** What the next generation of a shard takes over as it is. */
export interface CarriedOver {
  readonly ledger: readonly LedgerRow[]
  readonly counts: Counts
  /** Keys of what is asked for again: failures that may pass. */
  readonly open: ReadonlySet<string>
}

const ROWS = 256

/** Puts everything of the last generation but its passing failures into a new one: pictures, rows, and what they came to. */
export async function carryOver(duck: Duck, last: LastGeneration, shard: FetchedShard): Promise<CarriedOver> {
  const open = new Set<string>()
  const counts = { in: 0, kept: 0, shadow: 0 }
  const tar = await openTarFile(last.tar)
  const originals = last.originals === null ? null : await openTarFile(last.originals)
  const storedOf = async (row: FetchedRow): Promise<Stored> => ({
    jpeg: await tar.read(row.key, row.tar_offset, row.tar_size),
    original:
      originals === null ? null : await originals.read(row.key, row.original_offset, row.original_size),
  })
  try {
    for await (const batch of readRows<typeof fetchedColumns>(
      duck,
      `FROM ${scan([last.parquet], fetchedColumns)}`,
      ROWS,
    )) {
      for (const row of batch) {
        if (row.retryable === true) {
          open.add(row.key)
          continue
        }
        const isStored = row.status === 'success'
        await shard.carry(row, isStored ? await storedOf(row) : null)
        counts.in++
        if (isStored) counts.kept++
        if (isStored && row.shadow_reason !== null) counts.shadow++
      }
    }
  } finally {
    await tar.close()
    await originals?.close()
  }
  const ledger: LedgerRow[] = []
  for await (const batch of readRows<typeof ledgerColumns>(
    duck,
    `FROM ${scan([last.ledger], ledgerColumns)}`,
    ROWS,
  )) {
    ledger.push(...batch.filter(({ key }) => key === null || !open.has(key)))
  }
  return {
    ledger,
    open,
    counts: { ...counts, dropped: reasonsOf(ledger, 'dropped'), failed: reasonsOf(ledger, 'failed') },
  }
}

function reasonsOf(ledger: readonly LedgerRow[], outcome: LedgerRow['outcome']): Record<string, number> {
  const reasons = new Map<string, number>()
  for (const row of ledger) {
    if (row.outcome === outcome && row.reason !== null)
      reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1)
  }
  return Object.fromEntries(reasons)
}

async function openTarFile(path: string) {
  const file = await open(path)
  return {
    read: async (key: string, offset: bigint | null, length: bigint | null): Promise<Buffer> => {
      const size = Number(length)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, Number(offset))
      if (bytesRead === size) return buffer
      throw new Error(`Expected ${size} bytes of ${key} in ${path}, got ${bytesRead}`)
    },
    close: () => file.close(),
  }
}
