import type { AskedSection, Inspection } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { ledgerOf, query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { askedLedger } from './asked-ledger.js'
import { inspectHere, there } from './inspect-here.js'
import { writeLedgerRun } from './ledger-run.js'

const at = tempFolder()
const ROWS = 4000
let inspection: Inspection
let asked: AskedSection

beforeAll(async () => {
  await writeLedgerRun(at('run'), askedLedger(ROWS))
  inspection = await inspectHere(at('run'), at('out'))
  asked = there(inspection.asked)
})

/** One number of the ledger, asked of a DuckDB of its own. */
async function ask(what: string, condition: string): Promise<number> {
  const [row] = await query(`SELECT ${what} AS n FROM ${ledgerOf(at('run'))} WHERE ${condition}`)
  return Number(row?.['n'])
}

const failing = (filter: string) =>
  `len(list_filter(verdicts, lambda v: v."filter" = '${filter}' AND NOT v.pass)) > 0`
const ENDED = `coalesce(shadow_fate, reason, 'kept')`
const IN_PLAN = `((NOT shadow OR reason = 'plan_where') AND exit_phase IN ('plan', 'fetch', 'select'))`
const IN_FETCH = `(NOT shadow AND exit_phase IN ('fetch', 'select'))`
const NO_HEAD = `(${ENDED} IN ('robots_txt', 'address_refused', 'http_status', 'dns_error', 'timeout', 'robots_unreachable',
  'host_down', 'site_wait', 'site_budget') OR coalesce(list_last(verdicts)."value" LIKE '%tdmrep.json', false))`

/** By signal: what ended the way; who came to it; and whose site it is. */
const EXPECTED: Readonly<Record<string, readonly [ended: string, came: string, site: string]>> = {
  robots_txt: [`${ENDED} = 'robots_txt'`, IN_FETCH, 'url_domain'],
  page_directives: [
    `${ENDED} = 'page_opted_out' AND ${failing('opt_out.directives')}`,
    `${IN_PLAN} AND ${ENDED} NOT IN ('blocked_domain', 'blocked_url')`,
    'page_domain',
  ],
  picture_directives: [`${ENDED} = 'x_robots_tag'`, `${IN_FETCH} AND NOT ${NO_HEAD}`, 'url_domain'],
  page_tdm: [
    `${ENDED} = 'page_opted_out' AND ${failing('opt_out.tdm')}`,
    `${IN_PLAN} AND ${ENDED} NOT IN ('blocked_domain', 'blocked_url')
      AND NOT (${ENDED} = 'page_opted_out' AND ${failing('opt_out.directives')})`,
    'page_domain',
  ],
  picture_tdm: [
    `${ENDED} = 'tdm_reserved'`,
    `${IN_FETCH} AND ${ENDED} <> 'x_robots_tag' AND (NOT ${NO_HEAD} OR ${ENDED} = 'tdm_reserved')`,
    'url_domain',
  ],
  xmp: [
    `${ENDED} = 'xmp_data_mining'`,
    `NOT shadow AND (outcome = 'kept' OR ${ENDED} = 'xmp_data_mining')`,
    'url_domain',
  ],
  lists: [
    `${ENDED} IN ('blocked_domain', 'blocked_url')`,
    IN_PLAN,
    // Half of the blocked sites are those of pages alone; of listed.example all are.
    `CASE WHEN reason = 'blocked_domain' AND page_domain IS NOT NULL AND NOT (list_last(verdicts)."value" = url_domain)
      THEN page_domain ELSE url_domain END`,
  ],
}

describe.each(Object.keys(EXPECTED))('%s', (name) => {
  const [ended = '', came = '', site = ''] = EXPECTED[name] ?? []
  const found = () => {
    const signal = asked.signals.find((one) => one.signal === name)
    if (signal === undefined) throw new Error(`Expected ${name} in the report, got none`)
    return signal
  }

  it('counts who was left out, of whom, and the shadow rows beside', async () => {
    const { left, shadow, not_asked } = found()
    expect(not_asked).toBeNull()
    expect(left.k).toBeGreaterThan(20)
    expect(left.k).toBe(await ask('count(*)', `${ended} AND NOT shadow`))
    expect(left.n).toBe(await ask('count(*)', came))
    expect(shadow).toBe(await ask('count(*)', `${ended} AND shadow`))
    expect(shadow).toBeGreaterThan(0)
    expect(left.low).toBeLessThan(left.rate ?? 0)
  })

  it('names the sites', async () => {
    const { sites, top } = found()
    const condition = `${ended} AND NOT shadow AND coalesce(${site}, '') <> ''`
    expect(sites).toBe(await ask(`count(DISTINCT ${site})`, condition))
    const rows = await query(`SELECT ${site} AS site, count(*)::INTEGER AS "left" FROM ${ledgerOf(at('run'))}
      WHERE ${condition} GROUP BY ALL ORDER BY "left" DESC, site LIMIT 3`)
    expect(top).toEqual(rows)
  })
})

it('tells directives and the like by the words of verdicts', async () => {
  const values = new Map(asked.signals.map((signal) => [signal.signal, signal.values]))
  const said = async (reason: string, value: string) =>
    ask('count(*)', `reason = '${reason}' AND list_last(verdicts)."value" LIKE '${value}'`)
  const counts = (name: AskedSection['signals'][number]['signal']) =>
    new Map(values.get(name)?.map(({ value, left }) => [value, left]))
  expect(values.get('robots_txt')).toEqual([])
  expect(counts('page_directives')).toEqual(
    new Map([
      ['noai', await said('page_opted_out', 'noai')],
      ['noindex', await said('page_opted_out', 'noindex')],
    ]),
  )
  expect(counts('page_tdm')).toEqual(new Map([['tdm-reservation: 1', await said('page_opted_out', '1')]]))
  expect(counts('picture_tdm')).toEqual(
    new Map([
      ['tdm-reservation: 1', await said('tdm_reserved', 'tdm-reservation: 1')],
      ['tdmrep.json of the host', await said('tdm_reserved', '%/tdmrep.json')],
    ]),
  )
  expect(counts('xmp')).toEqual(
    new Map([['DMI-PROHIBITED-AIMLTRAINING', await said('xmp_data_mining', 'DMI%')]]),
  )
  expect(counts('lists')).toEqual(
    new Map([
      ['plan.block_domains', await said('blocked_domain', 'blocked.example')],
      ['plan.block_lists', await said('blocked_domain', 'listed.example')],
      ['a picture URL', await said('blocked_url', '%')],
    ]),
  )
})

const SILENT = `reason IN ('http_status', 'dns_error', 'timeout', 'body_truncated', 'robots_unreachable', 'host_down',
  'site_wait', 'site_budget') AND NOT shadow`

it('counts pictures without an answer by failure and status, and what a retry asks for again', async () => {
  const { rate, open, failures } = there(asked.unanswered)
  expect([rate.k, rate.n]).toEqual([await ask('count(*)', SILENT), await ask('count(*)', IN_FETCH)])
  const rows = await query(`
    SELECT reason AS code, CASE WHEN detail LIKE 'HTTP ___' THEN detail[6:]::INTEGER END AS status,
      count(*)::INTEGER AS "left", count(DISTINCT nullif(url_domain, ''))::INTEGER AS sites,
      count(*) FILTER (reason NOT IN ('http_status') OR detail = 'HTTP 503')::INTEGER AS "open"
    FROM ${ledgerOf(at('run'))} WHERE ${SILENT} GROUP BY ALL`)
  const told = failures.map(({ code, status, left, sites, open }) => ({ code, status, left, sites, open }))
  expect(new Set(told)).toEqual(new Set(rows))
  expect(open).toBe(await ask('count(*)', `${SILENT} AND (reason <> 'http_status' OR detail = 'HTTP 503')`))
  expect(failures.find(({ status }) => status === 404)?.about).toBe('HTTP 404 Not Found')
})

it('tells both by kind of site', async () => {
  const [kinds, shop] = [asked.by_kind, asked.by_kind.find(({ kind }) => kind === 'shop')]
  const refused = Object.values(EXPECTED).map(([ended]) => `(${ended})`)
  const condition = `NOT shadow AND page_url LIKE '%/product/%' AND (${refused.join(' OR ')})`
  expect(shop?.refused.k).toBe(await ask('count(*)', condition))
  expect(shop?.unanswered?.k).toBe(await ask('count(*)', `${SILENT} AND page_url LIKE '%/product/%'`))
  expect(kinds.reduce((sum, { refused }) => sum + refused.n, 0)).toBe(await ask('count(*)', IN_PLAN))
})

it('adds up to what the funnel says', () => {
  const funnel = there(inspection.funnel)
  const left = new Map<string, number>()
  for (const { reasons } of funnel.steps)
    for (const { reason, left: n } of reasons) left.set(reason, (left.get(reason) ?? 0) + n)
  const of = (...reasons: readonly string[]) =>
    reasons.reduce((sum, reason) => sum + (left.get(reason) ?? 0), 0)
  const signals = asked.signals.reduce((sum, signal) => sum + signal.left.k, 0)
  expect(signals).toBe(
    of(
      'robots_txt',
      'page_opted_out',
      'x_robots_tag',
      'tdm_reserved',
      'xmp_data_mining',
      'blocked_domain',
      'blocked_url',
    ),
  )
  for (const { signal, left, values } of asked.signals) {
    if (values.length > 0)
      expect(
        values.reduce((sum, { left: n }) => sum + n, 0),
        signal,
      ).toBe(left.k)
  }
  const entered = new Map(funnel.phases.map((phase) => [phase.phase, phase.in]))
  const cameTo = (name: string) => asked.signals.find(({ signal }) => signal === name)?.left.n
  expect([cameTo('lists'), cameTo('robots_txt')]).toEqual([entered.get('plan'), entered.get('fetch')])
})

it('has a step for the directives of pages and one for those of pictures', async () => {
  const steps = there(inspection.funnel).steps.filter(({ filter }) => filter === 'opt_out.directives')
  expect(steps.map(({ phase, left }) => [phase, left])).toEqual([
    ['plan', await ask('count(*)', `reason = 'page_opted_out' AND "filter" = 'opt_out.directives'`)],
    ['fetch', await ask('count(*)', `reason = 'x_robots_tag'`)],
  ])
  for (const { query: sql, left } of steps) {
    expect(await query(sql.replaceAll(/'(ledger|selections)\//g, `'${at('run')}/$1/`))).toHaveLength(left)
  }
})

it('tells what was not looked for from what was not found', async () => {
  const found = askedLedger(200)
  await writeLedgerRun(at('off'), {
    source: `(SELECT * FROM ${found.source} WHERE phase = 'select' AND past IS NULL)`,
    columns: found.columns,
    recipe: { opt_out: { robots_txt: false, directives: [], xmp: false } },
  })
  const off = there((await inspectHere(at('off'), at('off-out'))).asked)
  expect(off.signals.map(({ signal, not_asked, left }) => [signal, not_asked, left.k])).toEqual([
    ['robots_txt', 'opt_out.robots_txt is false.', 0],
    ['page_directives', 'opt_out.directives is empty.', 0],
    ['picture_directives', 'opt_out.directives is empty.', 0],
    ['page_tdm', 'opt_out.tdm is false.', 0],
    ['picture_tdm', 'opt_out.tdm is false.', 0],
    ['xmp', 'opt_out.xmp is false.', 0],
    ['lists', 'plan.block_domains and plan.block_lists are empty.', 0],
  ])
  expect(off.unanswered).toEqual({ not_available: expect.stringContaining('no site was asked') })
})

it('gives the same numbers again', async () => {
  const again = await inspectHere(at('run'), at('again'))
  expect(again.asked).toEqual(inspection.asked)
})
