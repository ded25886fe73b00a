import { type FetchedRow, fetchedColumns, type LedgerRow, type SelectionRow } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { selectTable, whereColumns } from '../judge/where-columns.js'
import { fillRow, withTables } from '../parquet/test-rows.js'
import { parseWhere } from '../where/parse-where.js'
import { selectSamples } from './select-samples.js'

const sample = (index: number, values: Partial<FetchedRow> = {}): FetchedRow =>
  fillRow(fetchedColumns, {
    key: String(index).padStart(9, '0'),
    candidate_id: BigInt(index),
    status: 'success',
    text: `text ${index}`,
    original_width: 100 + index,
    original_height: 100,
    tar_size: 10n,
    ...values,
  })

function select(
  rows: readonly FetchedRow[],
  options: { filter?: string; shardSize?: number; maxShardBytes?: number } = {},
) {
  return withTables(async ({ duck, path, write, read }) => {
    const { filter = 'true', shardSize = 100, maxShardBytes = 1e9 } = options
    const out = { selection: path('selection.parquet'), ledger: path('ledger.parquet') }
    const fetched = [await write('fetched.parquet', fetchedColumns, rows)]
    const where = parseWhere(filter, whereColumns(selectTable))
    const result = await selectSamples(duck, { fetched, where, seed: 1, shardSize, maxShardBytes }, out)
    return {
      ...result,
      selection: await read<SelectionRow>(out.selection),
      ledger: await read<LedgerRow>(out.ledger),
    }
  })
}

const many = (n: number, values: Partial<FetchedRow> = {}): FetchedRow[] =>
  Array.from({ length: n }, (_, i) => sample(i, values))

describe('selectSamples', () => {
  it('gives every sample one fate and every kept one a place of its own', async () => {
    const { counts, selection, ledger, shards } = await select(many(10), {
      filter: 'original_width >= 104 and aspect < 1.09',
      shardSize: 3,
    })
    expect(counts).toEqual({ in: 10, kept: 5, shadow: 0, dropped: { select_where: 5 }, failed: {} })
    expect(ledger.map(({ outcome, filter }) => [outcome, filter])).toEqual([
      ...Array(4).fill(['dropped', 'original_width >= 104']),
      ...Array(5).fill(['kept', null]),
      ['dropped', 'aspect < 1.09'],
    ])
    expect(shards).toEqual([3, 2])
    const places = selection.map((row) => `${row.dataset_shard}/${row.dataset_index}`).sort()
    expect(places).toEqual(['0/0', '0/1', '0/2', '1/0', '1/1'])
  })

  it('shuffles: the order of the dataset is not the order of the keys', async () => {
    const { selection } = await select(many(100))
    const order = [...selection].sort((a, b) => a.dataset_index - b.dataset_index).map(({ key }) => key)
    expect(order).not.toEqual([...order].sort())
    expect(new Set(order).size).toBe(100)
  })

  it('ends a shard at its bytes, and never leaves one empty', async () => {
    expect((await select(many(10), { maxShardBytes: 35 })).shards).toEqual([3, 3, 3, 1])
    expect((await select(many(3, { tar_size: 99n }), { maxShardBytes: 35 })).shards).toEqual([1, 1, 1])
    expect((await select([], {})).shards).toEqual([])
  })

  it('never keeps a shadow candidate, and says that it would have been kept', async () => {
    const shadow = { shadow_reason: 'plan_where', shadow_filter: 'f' }
    const { ledger, counts } = await select([sample(1, shadow), sample(2)], {})
    expect(ledger.map((row) => [row.outcome, row.reason, row.shadow, row.shadow_fate])).toEqual([
      ['dropped', 'plan_where', true, 'kept'],
      ['kept', null, false, null],
    ])
    expect(counts.dropped).toEqual({ plan_where: 1 })
  })

  it('takes a missing value as a fail, with the value that was judged', async () => {
    const { ledger } = await select([sample(1, { declared_width: null })], {
      filter: 'declared_width > 1 or text_length > 7',
    })
    expect(ledger[0]?.verdicts).toEqual([
      {
        filter: 'declared_width > 1 or text_length > 7',
        score: null,
        value: 'declared_width=null, text_length=0',
        pass: false,
      },
    ])
  })

  it('leaves out rows without a picture: they left in fetch', async () => {
    expect((await select([sample(1, { status: 'failed_to_download' })])).counts.in).toBe(0)
  })
})
