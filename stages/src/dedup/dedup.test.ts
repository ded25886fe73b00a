import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Candidate, candidateColumns, type LedgerRow, type Unique } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { unmeasured } from '../extract/measure-texts.js'
import { literal, openDuck } from '../parquet/duck.js'
import { openRowWriter } from '../parquet/row-writer.js'
import { fillRow } from '../parquet/test-rows.js'
import { dedupBucket } from './dedup-bucket.js'
import { bucketCount, bucketRange } from './hash-buckets.js'

const candidate = (id: number, url: string, text: string, more: Partial<Candidate> = {}): Candidate =>
  fillRow(candidateColumns, {
    candidate_id: BigInt(id),
    url,
    url_hash: BigInt(url.charCodeAt(0)),
    url_domain: 'a.example',
    texts: [unmeasured('alt', text, BigInt(text.charCodeAt(0)))],
    page_url: 'https://a.example/',
    page_domain: 'a.example',
    warc_filename: 'x.warc',
    warc_record_offset: BigInt(id),
    ...more,
  })

async function dedup(
  rows: readonly Candidate[],
): Promise<{ unique: Unique[]; ledger: LedgerRow[]; counts: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'w2d-dedup-'))
  const duck = await openDuck({ scratch: folder, memoryBytes: 2 ** 28, threads: 2 })
  try {
    const writer = await openRowWriter(duck, 'c', candidateColumns)
    writer.write(rows.map((row) => ({ ...row, page_date: 1n })))
    await writer.finish(join(folder, 'c.parquet'), 'candidate_id')
    const out = { unique: join(folder, 'u.parquet'), ledger: join(folder, 'l.parquet') }
    const counts = await dedupBucket(
      duck,
      {
        candidates: [join(folder, 'c.parquet')],
        range: bucketRange(0, 1),
        kinds: ['alt', 'title'],
        maxTexts: 4,
      },
      out,
    )
    const read = <T>(path: string): Promise<T[]> => duck.rows<T>(`FROM read_parquet(${literal(path)})`)
    return { unique: await read<Unique>(out.unique), ledger: await read<LedgerRow>(out.ledger), counts }
  } finally {
    duck.close()
  }
}

describe('dedupBucket', () => {
  it('keeps the first candidate of a URL, hands it four of six texts, and names the survivor', async () => {
    const texts = ['f', 'b', 'c', 'd', 'e', 'a', 'a', 'e']
    const { unique, ledger, counts } = await dedup(texts.map((t, i) => candidate(i + 1, 'u', t)))
    expect(unique).toHaveLength(1)
    const [u] = unique
    expect([u?.candidate_id, u?.occurrences, u?.distinct_texts, u?.text]).toEqual([1n, 8, 6, 'a'])
    expect(u?.texts.map((t) => [t.text, t.n])).toEqual([
      ['a', 2],
      ['e', 2],
      ['b', 1],
      ['c', 1],
    ])
    expect(ledger.map((row) => [row.reason, row.survivor_id])).toEqual(Array(7).fill(['dup_url', 1n]))
    expect(counts).toEqual({ in: 8, kept: 1, shadow: 0, dropped: { dup_url: 7 }, failed: {} })
  })

  it('never lets a shadow candidate win over one that passed, nor lend it its text', async () => {
    const shadow = { shadow_reason: 'text_short', shadow_filter: 'extract.text.min_length' }
    const { unique, ledger, counts } = await dedup([
      candidate(1, 'u', 'x', shadow),
      candidate(2, 'u', 'good'),
      candidate(3, 'v', 'y', shadow),
      candidate(4, 'v', 'z', shadow),
    ])
    expect(unique.map((u) => [u.candidate_id, u.occurrences, u.texts.length, u.shadow_reason])).toEqual([
      [2n, 1, 1, null],
      [3n, 2, 2, 'text_short'],
    ])
    expect(ledger.map((r) => [r.candidate_id, r.reason, r.shadow, r.shadow_fate])).toEqual([
      [1n, 'text_short', true, 'dup_url'],
      [4n, 'text_short', true, 'dup_url'],
    ])
    expect(counts).toEqual({ in: 4, kept: 2, shadow: 1, dropped: { text_short: 2 }, failed: {} })
  })

  it('takes only texts of the kinds that may become TEXT, with what was measured on them', async () => {
    const title = { ...unmeasured('title', 'a house', 2n), language: 'en', probability: 0.9, script: 'Latn' }
    const { unique } = await dedup([
      candidate(1, 'u', 'x', { texts: [title, unmeasured('anchor', 'more', 3n)] }),
      candidate(2, 'u', 'b', { texts: [{ ...unmeasured('alt', 'b', 1n), class: 'generic' }, title] }),
    ])
    const [u] = unique
    expect(u?.texts.map(({ kind, text, n }) => [kind, text, n])).toEqual([
      ['alt', 'b', 1],
      ['title', 'a house', 2],
    ])
    expect(u).toMatchObject({ text: 'b', text_class: 'generic', language: null, script: null })
    expect(u?.texts[1]).toMatchObject({ language: 'en', probability: 0.9, script: 'Latn', class: null })
  })

  it('tells what every page of a URL asks, of those in the shadow sample too', async () => {
    const shadow = { shadow_reason: 'text_short', shadow_filter: 'extract.text.min_length' }
    const { unique } = await dedup([
      candidate(1, 'u', 'a', { robots: 'nofollow', tdm_reservation: 0 }),
      candidate(2, 'u', 'b', { robots: 'noai, noimageai', x_robots_tag: 'noindex, nofollow' }),
      candidate(3, 'u', 'c', { ...shadow, x_robots_tag: 'noml', tdm_reservation: 1 }),
      candidate(4, 'v', 'd', { tdm_reservation: 0 }),
      candidate(5, 'w', 'e'),
    ])
    expect(unique.map((u) => [u.url, u.page_directives, u.page_tdm_reservation])).toEqual([
      ['u', 'noai, nofollow, noimageai, noindex, noml', 1],
      ['v', null, 0],
      ['w', null, null],
    ])
  })

  it('does not lose an opt-out among more than fifty directives', async () => {
    const many = Array.from({ length: 60 }, (_, i) => `a${String(i).padStart(2, '0')}`)
    const { unique } = await dedup([
      candidate(1, 'u', 'a', { robots: many.slice(0, 30).join(', ') }),
      candidate(2, 'u', 'b', { robots: many.slice(30).join(', '), x_robots_tag: 'none, noimageindex' }),
    ])
    expect(unique[0]?.page_directives).toBe([...many.slice(0, 48), 'noimageindex', 'none'].join(', '))
  })

  it('does nothing in a bucket without candidates', async () => {
    expect((await dedup([])).counts).toEqual({ in: 0, kept: 0, shadow: 0, dropped: {}, failed: {} })
  })
})

describe('hash buckets', () => {
  it.each([1, 3, 8, 1000])('tile all 64-bit hashes with %i buckets', (count) => {
    const ranges = Array.from({ length: count }, (_, i) => bucketRange(i, count))
    expect(ranges[0]?.[0]).toBe(-(2n ** 63n))
    expect(ranges.at(-1)?.[1]).toBe(2n ** 63n - 1n)
    ranges.slice(1).forEach(([low], i) => {
      expect(low).toBe((ranges[i]?.[1] ?? 0n) + 1n)
    })
  })

  it('are as many as the rows need', () => {
    expect([0, 1, 10, 11, 100].map((rows) => bucketCount(rows, 10))).toEqual([1, 1, 1, 2, 10])
  })
})
