import { type FetchedRow, fetchedColumns, scoredColumns } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { selectTableOf, whereColumns } from '../judge/where-columns.js'
import { fillRow, withTables } from '../parquet/test-rows.js'
import type { KeepRule } from '../select/keep-filters.js'
import { parseWhere } from '../where/parse-where.js'
import { type CaptionedSample, captionedSamplesSql } from './captioned-sample.js'

const fetched = (key: string, values: Partial<FetchedRow> = {}): FetchedRow =>
  fillRow(fetchedColumns, {
    key,
    status: 'success',
    text: `alt of ${key}`,
    tar_offset: 512n,
    tar_size: 9n,
    width: 8,
    height: 6,
    original_width: 100 * Number(key),
    original_height: 100,
    ...values,
  })

function samples(where: string, keep: readonly KeepRule[] = []): Promise<CaptionedSample[]> {
  return withTables(async ({ duck, write }) => {
    const rows = [
      fetched('4'),
      fetched('1'),
      fetched('2', { shadow_reason: 'plan_where' }),
      fetched('3'),
      fetched('5', { status: 'failed_to_download', tar_offset: null, tar_size: null }),
    ]
    const score = (key: string, similarity: number | null) =>
      fillRow(scoredColumns, { key, similarity, caption: `best of ${key}`, text_kind: 'alt' })
    const metadata = await write('scored.parquet', scoredColumns, [
      score('1', 0.1),
      score('2', 0.9),
      score('4', 0.4),
    ])
    const sql = await captionedSamplesSql(duck, {
      fetched: [await write('fetched.parquet', fetchedColumns, rows)],
      scorers: [{ name: 'a', metadata: [metadata] }],
      annotators: [],
      keep,
      where: parseWhere(where, whereColumns(selectTableOf(['a']))),
      template: metadata,
    })
    return duck.rows<CaptionedSample>(sql)
  })
}

describe('captionedSamplesSql', () => {
  it('gives every stored sample but shadow, in order, with its best text and the row of its embedding', async () => {
    expect((await samples('true')).map(({ key, text, primary_row }) => [key, text, primary_row])).toEqual([
      ['1', 'best of 1', 0n],
      ['3', 'alt of 3', null],
      ['4', 'best of 4', 2n],
    ])
  })

  it('leaves out what where or a fixed threshold would drop; what needs all scores does not count', async () => {
    const keysOf = async (...given: Parameters<typeof samples>) =>
      (await samples(...given)).map(({ key }) => key)
    expect(await keysOf('original_width >= 300')).toEqual(['3', '4'])
    const atLeast: KeepRule = { kind: 'at_least', scorer: 'a', value: 0.2 }
    expect(await keysOf('true', [atLeast])).toEqual(['4'])
    expect(await keysOf('true', [{ kind: 'fraction', scorer: 'a', fraction: 0 }])).toEqual(['1', '3', '4'])
  })
})
