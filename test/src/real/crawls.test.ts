import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { commitsOf, type ExtractAccount, extractAccounts, sum } from '../bad-input/commits.js'
import { ledgerOf, query } from '../bad-input/query.js'
import { type CliResult, runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { SHARED } from '../place.js'

const ARCHIVES = [
  'example.warc.gz',
  'books.toscrape.warc',
  'main-page.warc.gz',
  'post-blackout.warc.gz',
  'sopa-wikipedia-homepage.warc.gz',
]
const missing = ARCHIVES.filter((name) => !existsSync(join(SHARED, 'warc', name)))
const why = missing.length === 0 ? '' : ` — SKIPPED: ../shared/data/warc lacks ${missing.join(', ')}`

describe.skipIf(missing.length > 0)(`five real crawls in one run${why}`, () => {
  const at = tempFolder()
  let result: CliResult
  let accounts: readonly ExtractAccount[]
  beforeAll(async () => {
    await writeRecipe(at('recipe.json'), {
      source: { files: ARCHIVES.map((name) => join(SHARED, 'warc', name)) },
      plan: { where: 'true' },
      select: { where: 'true' },
    })
    result = await runCli(['run', at('recipe.json'), '--out', at('run')])
    accounts = await extractAccounts(at('run')).catch(() => [])
  })

  // Numbers of this file: `node pipeline/dist/cli/main.js run RECIPE --out RUN` with the recipe above, then `status RUN`,
  // the extract commits in RUN/commits/extract/ and `SELECT outcome, reason, count(*)` over RUN/ledger and RUN/selections.
  it('end with exit 0 and balance: 723 = 64 + 655 + 4', async () => {
    expect(result.code, result.stderr).toBe(0)
    expect(result.stdout).toMatch(/723 candidates = 64 kept (\([\d.]+ %\) )?\+ 655 dropped \+ 4 failed/)
    const { code, stdout, stderr } = await runCli(['verify', at('run'), '--deep'])
    expect(code, stderr).toBe(0)
    expect(stdout).toContain(' 0 problems')
  })

  it('account for every byte and every <img>, archive by archive', () => {
    expect(
      accounts.map(({ archive, images }) => [
        archive.name,
        archive.gapBytes,
        images['total'],
        images['candidate'],
      ]),
    ).toEqual([
      ['example.warc.gz', 0, 858, 666],
      ['books.toscrape.warc', 0, 20, 20],
      ['main-page.warc.gz', 0, 17, 17],
      ['post-blackout.warc.gz', 0, 6, 3],
      ['sopa-wikipedia-homepage.warc.gz', 0, 17, 17],
    ])
    for (const { archive, images } of accounts) {
      expect(archive.recordBytes + archive.gapBytes).toBe(archive.bytes)
      expect(sum(images, ['total'])).toBe(images['total'])
    }
  })

  it('hold the twenty pictures of the shop, each once', async () => {
    const rows = await query(
      `SELECT "TEXT", "URL" FROM '${at('run')}/dataset/*.parquet' WHERE warc_filename = 'books.toscrape.warc'`,
    )
    expect(rows).toHaveLength(20)
    expect(new Set(rows.map(({ URL }) => URL)).size).toBe(20)
    expect(rows.map(({ TEXT }) => TEXT)).toContain('A Light in the Attic')
  })

  describe('four independent parsers found 666 <img> with non-empty alt in example.warc.gz, and', () => {
    it('the account of its records holds each of them: all candidates, none blank, none without a source', () => {
      const images = accounts[0]?.images ?? {}
      expect(images).toMatchObject({
        noscript_twin: 0,
        html_budget: 0,
        total: 858,
        candidate: 666,
        no_src: 0,
        blank: 0,
        empty: 160,
        missing: 32,
      })
      expect((images['candidate'] ?? 0) + (images['no_src'] ?? 0) + (images['blank'] ?? 0)).toBe(666)
    })

    it('the ledger says of each where it went: 24 kept, 612 the same URL again, 26 not in the crawl, 4 redirected', async () => {
      const rows = await query(
        `SELECT exit_phase, outcome, reason, count(*)::INT AS n FROM ${ledgerOf(at('run'))}
         WHERE warc_filename = 'example.warc.gz' GROUP BY ALL ORDER BY n`,
      )
      expect(rows).toEqual([
        { exit_phase: 'fetch', outcome: 'failed', reason: 'http_status', n: 4 },
        { exit_phase: 'select', outcome: 'kept', reason: null, n: 24 },
        { exit_phase: 'fetch', outcome: 'dropped', reason: 'not_in_archive', n: 26 },
        { exit_phase: 'dedup', outcome: 'dropped', reason: 'dup_url', n: 612 },
      ])
      expect(rows.reduce((total, { n }) => total + Number(n), 0)).toBe(666)
    })

    it('what left in dedup went to one of the 54 survivors of the same URL', async () => {
      // Not `IS DISTINCT FROM`: DuckDB 1.5.6 then skips Parquet row groups in which every reason is null.
      const [row] = await query(
        `WITH ledger AS (FROM ${ledgerOf(at('run'))})
         SELECT count(*)::INT AS n, count(DISTINCT lost.url)::INT AS urls FROM ledger AS lost
         JOIN ledger AS survivor ON lost.survivor_id = survivor.candidate_id AND lost.url = survivor.url
         WHERE lost.reason = 'dup_url' AND coalesce(survivor.reason, '') <> 'dup_url' AND lost.warc_filename = 'example.warc.gz'`,
      )
      expect(row?.['n']).toBe(612)
      const [urls] = await query(
        `SELECT count(DISTINCT url)::INT AS n FROM ${ledgerOf(at('run'))} WHERE warc_filename = 'example.warc.gz'`,
      )
      expect(urls?.['n']).toBe(54)
    })

    it('those not in the crawl are in none of its records, and those redirected only with 302', async () => {
      const found = await query(
        `SELECT l.reason, r.status, count(DISTINCT l.url)::INT AS n FROM ${ledgerOf(at('run'))} l
         LEFT JOIN (FROM '${at('run')}/records/*.parquet' WHERE "type" IN ('response', 'resource')) r ON r.url = l.url
         WHERE l.warc_filename = 'example.warc.gz' AND l.exit_phase = 'fetch' GROUP BY ALL ORDER BY n`,
      )
      expect(found).toEqual([
        { reason: 'http_status', status: 302, n: 4 },
        { reason: 'not_in_archive', status: null, n: 26 },
      ])
    })
  })

  it('the commits of every phase add up to the same', async () => {
    const kept = (await commitsOf(at('run'), 'select')).reduce((total, { counts }) => total + counts.kept, 0)
    expect(kept).toBe(64)
  })
})
