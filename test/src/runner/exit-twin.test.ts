import { exitRow } from '@warc2dataset/pipeline/unit/exit-row'
import { type Candidate, dropped, type LedgerRow, type Unique, uniqueColumns } from '@warc2dataset/schemas'
import { unmeasured } from '@warc2dataset/stages/extract/measure-texts'
import { planTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { fillRow, withTables } from '@warc2dataset/stages/parquet/test-rows'
import { planShards } from '@warc2dataset/stages/plan/plan-shards'
import type { Exited } from '@warc2dataset/stages/stage'
import { parseWhere } from '@warc2dataset/stages/where/parse-where'
import { describe, expect, it } from 'vitest'

const verdict = { filter: 'text_length >= 9', score: 6, value: '6', pass: false }
const earlier = { filter: 'text_length >= 3', score: 6, value: null, pass: true }
const unique = (candidate_id: bigint, values: Partial<Unique>): Unique =>
  fillRow(uniqueColumns, {
    candidate_id,
    url: 'https://a.example/x.jpg',
    url_domain: 'a.example',
    texts: [{ ...unmeasured('alt', 'ä "b"', 3n), n: 2, language: 'de', script: 'Latn' }],
    language: 'de',
    script: 'Latn',
    text: 'ä "b"',
    text_kind: 'alt',
    text_length: 6,
    verdicts: [earlier],
    declared_width: 7,
    warc_filename: "o'x.warc.gz",
    image_index: 4,
    ...values,
  })

describe('a candidate that leaves', () => {
  it('has the same ledger row whether TypeScript or SQL wrote it', async () => {
    const rows = [
      unique(-5n, {}),
      unique(6n, { shadow_reason: 'text_short', shadow_filter: 'first filter' }),
      unique(7n, { html_lang: 'de', page_url: 'not a url', page_domain: '' }),
    ]
    const ledger = await withTables(async ({ duck, path, write, read }) => {
      const options = {
        unique: [await write('unique.parquet', uniqueColumns, rows)],
        where: parseWhere('text_length >= 9', whereColumns(planTable)),
        blockDomains: [],
        blockLists: [],
        optOut: { directives: [], tdm: false },
        shardSize: 10,
        seed: 0,
        inSample: 'false',
      }
      await planShards(duck, options, { ledger: path('ledger.parquet'), shard: path })
      return read<LedgerRow>(path('ledger.parquet'))
    })
    const exit = dropped('plan_where', verdict) as Exited['exit']
    expect(ledger).toEqual(rows.map((row) => exitRow('plan', row as Candidate, exit)))
  })
})
