import type { Unique } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { plan, unique } from './test-plan.js'

describe('planShards', () => {
  it('cuts to full shards with keys of shard and place, none twice', async () => {
    const { shards, counts } = await plan(Array.from({ length: 25 }, (_, i) => unique(i)))
    expect(shards.map((rows) => rows.length)).toEqual([10, 10, 5])
    expect(shards.flat().map(({ key }) => key)).toEqual(
      Array.from({ length: 25 }, (_, i) => `${String(Math.floor(i / 10)).padStart(5, '0')}000${i % 10}`),
    )
    expect(new Set(shards.flat().map(({ candidate_id }) => candidate_id)).size).toBe(25)
    expect(counts).toEqual({ in: 25, kept: 25, shadow: 0, dropped: {}, failed: {} })
  })

  it('gives a big and a small site the same share of every shard', async () => {
    const big = Array.from({ length: 90 }, (_, i) => unique(i, { url_domain: 'big.example' }))
    const small = Array.from({ length: 10 }, (_, i) => unique(500 + i, { url_domain: 'small.example' }))
    const { shards } = await plan([...big, ...small], { shardSize: 20 })
    const shares = shards.map(
      (rows) => rows.filter(({ url_domain }) => url_domain === 'small.example').length,
    )
    expect(shares.every((n) => n >= 1 && n <= 3)).toBe(true)
  })

  it('names the first term that fails, judges all, and carries the sample past', async () => {
    const { shards, ledger, counts } = await plan(
      [unique(1, { text_length: 3 }), unique(2, { text_length: 9 }), unique(1000, { text_length: 3 })],
      { filter: 'text_length > 5 and text_length > 4 and text_length > 1' },
    )
    expect(ledger.map((row) => [row.candidate_id, row.reason, row.filter, row.shadow])).toEqual([
      [1n, 'plan_where', 'text_length > 5', false],
    ])
    expect(ledger[0]?.verdicts.map(({ score, pass }) => [score, pass])).toEqual([
      [3, false],
      [3, false],
      [3, true],
    ])
    const shadow = shards.flat().find(({ candidate_id }) => candidate_id === 1000n)
    expect([shadow?.shadow_reason, shadow?.shadow_filter]).toEqual(['plan_where', 'text_length > 5'])
    expect(counts).toEqual({ in: 3, kept: 2, shadow: 1, dropped: { plan_where: 1 }, failed: {} })
  })

  it('keeps the reason of an earlier filter, and says what stopped the sample', async () => {
    const { ledger } = await plan(
      [unique(1000, { shadow_reason: 'text_short', shadow_filter: 'f', url_domain: 'blocked.example' })],
      { blockDomains: ['blocked.example'] },
    )
    expect(
      ledger.map(({ reason, filter, shadow, shadow_fate }) => [reason, filter, shadow, shadow_fate]),
    ).toEqual([['text_short', 'f', true, 'blocked_domain']])
  })

  it.each<[string, Partial<Unique>, string[]]>([
    ['the registered domain', { url_domain: 'blocked.example' }, ['blocked.example']],
    ['a subdomain of it', { url: 'https://a.b.blocked.example/x' }, ['blocked.example']],
    ['only the subdomain named', { url: 'https://cdn.site.example/x' }, ['cdn.site.example']],
    ['the page', { page_domain: 'blocked.example' }, ['blocked.example']],
    [
      'a page host in capitals with user and port',
      { page_url: 'HTTP://u:p@X.Blocked.Example.:80/' },
      ['x.blocked.example'],
    ],
    ['an entry in capitals with dots', { url_domain: 'blocked.example' }, ['.Blocked.Example.']],
    ['an entry in Unicode', { url_domain: 'xn--bcher-kva.example' }, ['bücher.example']],
  ])('blocks %s, the sample included', async (_name, values, blockDomains) => {
    const { counts } = await plan([unique(1, values), unique(1000, { ...values })], { blockDomains })
    expect(counts.dropped).toEqual({ blocked_domain: 2 })
  })

  it('does not block a domain that only ends alike', async () => {
    const { counts } = await plan(
      [unique(1, { url: 'https://notblocked.example/', url_domain: 'notblocked.example' })],
      {
        blockDomains: ['blocked.example'],
      },
    )
    expect(counts.kept).toBe(1)
  })

  it('plans nothing out of nothing', async () => {
    expect((await plan([])).shards).toEqual([])
  })
})
