import { PLANTED_BLOCKED, PLANTED_FAILING } from '@warc2dataset/pipeline/demo/planted'
import { beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { type JsonRow, ledgerOf, query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { fateOf, type PlantedRun, RECIPE, runPlanted } from './planted-run.js'

const at = tempFolder()
let run: PlantedRun
let failing: readonly JsonRow[]
let blocked: readonly JsonRow[]
beforeAll(async () => {
  run = await runPlanted(at())
  const onDomain = (domain: string): Promise<readonly JsonRow[]> =>
    query(`FROM ${ledgerOf(run.out)} WHERE url_domain = '${domain}' ORDER BY candidate_id`)
  failing = await onDomain('failing.example')
  blocked = await onDomain(PLANTED_BLOCKED.domain)
})

/** The draw as README states it, computed here anew: a fraction of the hash's low 24 bits. */
function isSampled({ candidate_id }: JsonRow): boolean {
  return Number(BigInt.asUintN(24, BigInt(String(candidate_id)))) < RECIPE.shadow * 2 ** 24
}

const verdict = (filter: string, score: number | null, value: string | null, pass: boolean): JsonRow => ({
  filter,
  score,
  value,
  pass,
})
const SHORT = verdict('text_length >= 3', 1, null, false)
const DROPPED_FIRST = {
  exit_phase: 'extract',
  outcome: 'dropped',
  reason: 'text_short',
  filter: 'text_length >= 3',
  shadow: false,
  shadow_fate: null,
  survivor_id: null,
}
const countIn = async (layout: string, domain: string): Promise<unknown> =>
  (
    await query(`SELECT count(*) AS n FROM '${run.out}/${layout}/*.parquet' WHERE url LIKE '%//${domain}/%'`)
  )[0]?.['n']

describe('candidates that fail every filter', () => {
  it('are all there, and the shadow sample draws some of them, not all', () => {
    expect(failing).toHaveLength(PLANTED_FAILING.candidatesPerDomain)
    const sampled = failing.filter(isSampled).length
    // 2 % of 400 are 8; the seed is fixed.
    expect(sampled).toBeGreaterThan(1)
    expect(sampled).toBeLessThan(25)
    expect(failing.filter(({ shadow }) => shadow === true)).toEqual(failing.filter(isSampled))
  })

  it('leave at the first filter if they are not in the sample', () => {
    for (const row of failing.filter((one) => !isSampled(one))) {
      expect(fateOf(row)).toEqual(DROPPED_FIRST)
      expect(row['verdicts']).toEqual([SHORT])
    }
  })

  it('are carried past every filter if they are, with each verdict, and leave for the first reason', () => {
    for (const row of failing.filter(isSampled)) {
      expect(fateOf(row)).toEqual({
        ...DROPPED_FIRST,
        exit_phase: 'select',
        shadow: true,
        shadow_fate: 'select_where',
      })
      expect(row['verdicts']).toEqual([
        SHORT,
        verdict('text_length >= 4', 1, '1', false),
        verdict("url_domain != 'failing.example'", null, 'failing.example', false),
        verdict('original_width >= 64', 8, '8', false),
        verdict('original_height >= 64', 8, '8', false),
      ])
    }
  })

  it('reach fetched/ only through the sample, and no selection and no dataset', async () => {
    expect(await countIn('fetched', 'failing.example')).toBe(String(failing.filter(isSampled).length))
    expect(await countIn('dataset', 'failing.example')).toBe('0')
    const chosen = await query(
      `SELECT candidate_id FROM '${run.out}/selections/*/selection.parquet' WHERE candidate_id IN (${failing.map(({ candidate_id }) => candidate_id).join()})`,
    )
    expect(chosen).toEqual([])
  })

  it('are explained with every filter and value: one of the sample, one that is not', async () => {
    const inside = failing.find(isSampled)
    const said = await run.explain(String(inside?.['url']))
    const lines = said.trimEnd().split('\n')
    expect(lines.filter((line) => / FAIL$/.test(line))).toEqual([
      'extract  text_length >= 3: 1, FAIL',
      'plan     text_length >= 4: 1, FAIL',
      "plan     url_domain != 'failing.example': failing.example, FAIL",
      'select   original_width >= 64: 8, FAIL',
      'select   original_height >= 64: 8, FAIL',
    ])
    expect(lines.at(-1)).toContain(
      'text_short by text_length >= 3; carried on by the shadow sample until select_where',
    )
    expect(said).not.toMatch(/^pack/m)

    const outside = await run.explain(String(failing.find((row) => !isSampled(row))?.['url']))
    expect(outside).toContain('extract  text_length >= 3: 1, FAIL')
    expect(outside).toMatch(/^fate .* DROPPED in extract: text_short by text_length >= 3\./m)
    expect(outside).not.toMatch(/^(dedup|plan|fetch|select|pack)/m)
  })
})

describe('the same on a blocked domain', () => {
  it('passes plan for nobody, the sample included', async () => {
    expect(blocked).toHaveLength(PLANTED_FAILING.candidatesPerDomain + PLANTED_BLOCKED.ordinaryCandidates)
    expect(new Set(blocked.map(({ exit_phase }) => exit_phase))).toEqual(new Set(['extract', 'plan']))
    for (const layout of ['plan', 'fetched', 'dataset']) {
      expect(await countIn(layout, PLANTED_BLOCKED.domain), layout).toBe('0')
    }
  })

  it('ends the way of the sample in plan as an opt-out, the first filter as its reason', () => {
    const sampled = blocked.filter(
      (row) => isSampled(row) && row['text'] !== null && String(row['text']).length === 1,
    )
    expect(sampled.length).toBeGreaterThan(1)
    for (const row of sampled) {
      expect(fateOf(row)).toEqual({
        ...DROPPED_FIRST,
        exit_phase: 'plan',
        shadow: true,
        shadow_fate: 'blocked_domain',
      })
      expect(row['verdicts']).toEqual([
        SHORT,
        verdict('plan.block_domains', null, PLANTED_BLOCKED.domain, false),
      ])
    }
  })

  it('leaves those outside of the sample at the first filter', () => {
    const others = blocked.filter((row) => !isSampled(row) && String(row['text']).length === 1)
    expect(others.length).toBeGreaterThan(300)
    for (const row of others) expect(fateOf(row)).toEqual(DROPPED_FIRST)
  })

  it('drops ordinary pictures of the domain as opted out, never as shadow', () => {
    const ordinary = blocked.filter(({ text }) => String(text).length > 1)
    expect(ordinary).toHaveLength(PLANTED_BLOCKED.ordinaryCandidates)
    for (const row of ordinary) {
      expect(fateOf(row)).toEqual({
        exit_phase: 'plan',
        outcome: 'dropped',
        reason: 'blocked_domain',
        filter: 'plan.block_domains',
        shadow: false,
        shadow_fate: null,
        survivor_id: null,
      })
    }
  })

  it('is explained with the domain that was listed', async () => {
    const sampled = blocked.find(({ shadow }) => shadow === true)
    const said = await run.explain(String(sampled?.['url']))
    expect(said).toContain('extract  text_length >= 3: 1, FAIL')
    expect(said).toContain('plan     plan.block_domains: blocked.example, FAIL')
    expect(said).toContain('carried on by the shadow sample until blocked_domain')
    expect(said).not.toMatch(/^(fetch|select|pack|plan {5}key)/m)
    const ordinary = await run.explain(`https://${PLANTED_BLOCKED.domain}/art/3.jpg`)
    expect(ordinary).toContain('plan     plan.block_domains: blocked.example, FAIL')
    expect(ordinary).toContain('DROPPED in plan: blocked_domain by plan.block_domains')
  })
})

it('the counts of the commits are the rows of the ledger, reason by reason', async () => {
  const rows = await query(
    `SELECT exit_phase, reason, count(*)::INT AS n FROM ${ledgerOf(run.out)} WHERE outcome <> 'kept' GROUP BY ALL`,
  )
  const found = new Map(rows.map(({ exit_phase, reason, n }) => [`${exit_phase} ${reason}`, n]))
  const promised = new Map<string, number>()
  for (const phase of ['extract', 'dedup', 'plan', 'fetch', 'select'] as const) {
    for (const { counts } of await commitsOf(run.out, phase)) {
      for (const [reason, n] of Object.entries({ ...counts.dropped, ...counts.failed })) {
        promised.set(`${phase} ${reason}`, (promised.get(`${phase} ${reason}`) ?? 0) + n)
      }
    }
  }
  expect(found).toEqual(promised)
})
