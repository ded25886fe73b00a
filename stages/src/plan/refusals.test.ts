import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerRow, Unique } from '@warc2dataset/schemas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BlockListFile, checkBlockLists } from './read-block-list.js'
import { plan, unique } from './test-plan.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warc2dataset-refusals-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const listed = (...lines: readonly string[]): Promise<readonly BlockListFile[]> => {
  const path = join(folder, 'list.txt')
  writeFileSync(path, `${lines.join('\n')}\n`)
  return checkBlockLists([path])
}
const hashOf = (kind: string, url: string): string => createHash(kind).update(url).digest('hex')
const last = ({ candidate_id, reason, filter, verdicts }: LedgerRow) => {
  const { value, pass } = verdicts.at(-1) ?? {}
  return [candidate_id, reason, filter, value, pass]
}

describe('opt_out', () => {
  const all = { directives: ['noai', 'noindex', 'none'], tdm: true }

  it('leaves out whose pages say one of the directives, whole', async () => {
    const said = ['noindexfoo', 'all, noindex', 'max-snippet:0, noai, noindex', 'nofollow', null, 'xnone']
    const { ledger, counts } = await plan(
      said.map((page_directives, i) => unique(i, { page_directives })),
      { optOut: all },
    )
    expect(ledger.map(last)).toEqual([
      [1n, 'page_opted_out', 'opt_out.directives', 'noindex', false],
      [2n, 'page_opted_out', 'opt_out.directives', 'noai', false],
    ])
    expect(counts).toMatchObject({ in: 6, kept: 4, dropped: { page_opted_out: 2 } })
  })

  it('leaves out whose rights are reserved, only if asked', async () => {
    const rows = [1, 0, null].map((page_tdm_reservation, i) => unique(i, { page_tdm_reservation }))
    const { ledger } = await plan(rows, { optOut: { directives: [], tdm: true } })
    expect(ledger.map(last)).toEqual([[0n, 'page_opted_out', 'opt_out.tdm', '1', false]])
    expect(ledger[0]?.verdicts).toHaveLength(1)
    const { counts } = await plan(rows, { optOut: { directives: ['noai'], tdm: false } })
    expect(counts.kept).toBe(3)
  })

  it('is not passed by the shadow sample, and comes before plan.where', async () => {
    const out = { text_length: 1, page_directives: 'noai', page_tdm_reservation: 1 }
    const rows = [
      unique(1, out),
      unique(1000, out),
      unique(1001, { ...out, page_directives: null }),
      unique(1002, { ...out, shadow_reason: 'text_short', shadow_filter: 'f' }),
      unique(1003, { text_length: 1 }),
    ]
    const { ledger, counts } = await plan(rows, { optOut: all, filter: 'text_length > 5' })
    expect(ledger.map(({ reason, filter, shadow_fate }) => [reason, filter, shadow_fate])).toEqual([
      ['page_opted_out', 'opt_out.directives', null],
      ['page_opted_out', 'opt_out.directives', null],
      ['page_opted_out', 'opt_out.tdm', null],
      ['text_short', 'f', 'page_opted_out'],
    ])
    expect(counts).toMatchObject({ kept: 1, shadow: 1 })
  })

  it('comes after plan.block_domains and plan.block_lists', async () => {
    const out = { page_directives: 'noai', page_tdm_reservation: 1 }
    const { ledger } = await plan(
      [
        unique(1, { ...out, url_domain: 'first.example' }),
        unique(2, { ...out, url_domain: 'second.example' }),
        unique(3, { ...out, url: 'https://third.example/x.jpg' }),
        unique(4, out),
      ],
      {
        optOut: all,
        blockDomains: ['first.example'],
        blockLists: await listed('first.example', 'second.example', 'https://third.example/x.jpg'),
      },
    )
    expect(ledger.map(({ reason, filter }) => [reason, filter])).toEqual([
      ['blocked_domain', 'plan.block_domains'],
      ['blocked_domain', 'plan.block_lists'],
      ['blocked_url', 'plan.block_lists'],
      ['page_opted_out', 'opt_out.directives'],
    ])
  })
})

describe('plan.block_lists', () => {
  it.each<[string, Partial<Unique>, string, string]>([
    ['a domain of the picture', { url_domain: 'blocked.example' }, 'blocked.example', 'blocked.example'],
    ['a subdomain', { url: 'https://a.b.blocked.example/x' }, 'blocked.example', 'blocked.example'],
    [
      'only the subdomain named',
      { url: 'https://cdn.site.example/x' },
      'cdn.site.example',
      'cdn.site.example',
    ],
    ['the page', { page_domain: 'blocked.example' }, 'blocked.example', 'blocked.example'],
    [
      'a page host in capitals with users, port and dot',
      { page_url: 'HTTP://u@v:p@X.Blocked.Example.:80/' },
      'x.blocked.example',
      'x.blocked.example',
    ],
    [
      'a page host before a backslash',
      { page_url: 'http:\\\\x.blocked.example\\y' },
      'x.blocked.example',
      'x.blocked.example',
    ],
    [
      'an entry in capitals with dots',
      { url_domain: 'blocked.example' },
      '.Blocked.Example.',
      'blocked.example',
    ],
    [
      'an entry in Unicode',
      { url: 'https://a.xn--bcher-kva.example/x' },
      'BÜCHER.example',
      'xn--bcher-kva.example',
    ],
    [
      'a page host in Unicode',
      { page_url: 'http://a.BÜCHER.example/' },
      'a.xn--bcher-kva.example',
      'a.xn--bcher-kva.example',
    ],
    ['an address', { url: 'http://192.0.2.7:8080/x' }, '192.0.2.7', '192.0.2.7'],
  ])('blocks %s, the sample included', async (_name, values, entry, domain) => {
    const { ledger, counts } = await plan([unique(1, values), unique(1000, values)], {
      blockLists: await listed(entry),
    })
    expect(counts).toMatchObject({ kept: 0, dropped: { blocked_domain: 2 } })
    expect(ledger.map(last)).toEqual(
      [1n, 1000n].map((id) => [id, 'blocked_domain', 'plan.block_lists', domain, false]),
    )
  })

  it('blocks no domain that only ends or begins alike, and no parent', async () => {
    const { counts } = await plan(
      [
        unique(1, { url: 'https://notblocked.example/', url_domain: 'notblocked.example' }),
        unique(2, { url: 'https://blocked.example.site.example/' }),
        unique(3, { url: `https://${'a.'.repeat(900)}example/`, url_domain: '' }),
        unique(4, { url: 'https://example/', page_url: null, page_domain: null }),
      ],
      { blockLists: await listed('blocked.example', 'a.very.long.name.of.many.labels.blocked.example') },
    )
    expect(counts).toMatchObject({ kept: 4, dropped: {} })
  })

  it('blocks a URL by itself or by either hash, and tells the hash', async () => {
    const [one, two, three, other] = [1, 2, 3, 4].map((id) => `https://site.example/${id}.jpg`) as [
      string,
      string,
      string,
      string,
    ]
    const { ledger, shards } = await plan(
      [1, 2, 3, 4, 1001].map((id) => unique(id, id > 4 ? { url: one } : {})),
      {
        blockLists: await listed(
          one.toUpperCase().replace('1.JPG', '1.jpg'),
          `md5:${hashOf('md5', two)}`,
          hashOf('sha256', three).toUpperCase(),
        ),
      },
    )
    expect(ledger.map(last)).toEqual([
      [1n, 'blocked_url', 'plan.block_lists', hashOf('sha256', one), false],
      [2n, 'blocked_url', 'plan.block_lists', hashOf('md5', two), false],
      [3n, 'blocked_url', 'plan.block_lists', hashOf('sha256', three), false],
      [1001n, 'blocked_url', 'plan.block_lists', hashOf('sha256', one), false],
    ])
    expect(shards.flat().map(({ url }) => url)).toEqual([other])
  })

  it('of 200,000 lines block whom they name, and nobody else', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => [
      `site-${i}.example`,
      hashOf(i % 2 === 0 ? 'md5' : 'sha256', `https://pictures.example/${i}.jpg`),
    ]).flat()
    const named = Array.from({ length: 500 }, (_, i) => 199 * i)
    const rows = [
      ...named.map((n, i) => unique(i, { url: `https://pictures.example/${n}.jpg` })),
      ...named.map((n, i) => unique(2000 + i, { url: `https://img.site-${n}.example/x.jpg` })),
      ...named.map((n, i) => unique(4000 + i, { url: `https://pictures.example/${n + 100_000}.jpg` })),
    ]
    const { counts } = await plan(rows, {
      blockLists: await listed(lines.concat(lines.slice(0, 9)).join('\n')),
    })
    expect(counts).toMatchObject({ in: 1500, kept: 500, dropped: { blocked_domain: 500, blocked_url: 500 } })
  })
})
