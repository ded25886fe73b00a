import { readdir, readFile, writeFile } from 'node:fs/promises'
import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { type CliResult, runCli, TRACE } from '../bad-input/run-cli.js'
import { SMALL_RECIPE, writeRecipe, writeSmallCrawl } from '../bad-input/small-crawl.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { aliasesOf, blockedIds, blockedRowsOf } from './blocked-rows.js'
import { blockedOf, type FetchedBefore, fetchedBefore } from './fetched-before.js'
import { DOWNSTREAM, findTraces, needlesOf, storedPicture, type Trace } from './find-traces.js'

const at = tempFolder()
const run = (out: string, ...flags: readonly string[]): Promise<CliResult> =>
  runCli(['run', at('recipe.json'), '--out', at(out), '--workers', '2', '--quiet', ...flags])
const exact = ['--set', 'fetch.block_distance=0']

describe('hash lists of the command line, pictures from the archives', { timeout: 60_000 }, () => {
  let before: readonly FetchedBefore[]
  let blocked: readonly FetchedBefore[]
  let result: CliResult
  const lists = (): readonly string[] => ['a.txt', 'b.txt'].flatMap((name) => ['--block-list', at(name)])

  beforeAll(async () => {
    await writeSmallCrawl(at())
    await writeRecipe(at('recipe.json'), { ...SMALL_RECIPE, shadow: 1, fetch: { shard_size: 5 } })
    expect((await run('open')).code).toBe(0)
    before = await fetchedBefore(at('open'))
    // Every fourth picture that one page shows: by sha256, md5 and looks in turn.
    const chosen = before.filter(({ occurrences }) => occurrences === 1).filter((_, i) => i % 4 === 0)
    const entries = chosen.map(({ sha256, md5, phash }, i) => [sha256, md5, phash][i % 3] ?? '')
    await writeFile(at('a.txt'), entries.slice(0, 2).join('\n'))
    await writeFile(at('b.txt'), entries.slice(2).join('\n'))
    blocked = blockedOf(before, entries, 0)
    expect(chosen.length).toBeGreaterThan(3)
    result = await run('run', ...lists(), ...exact)
  }, 120_000)

  it('blocks what is listed, and the accounts balance', async () => {
    expect(result).toMatchObject({ code: 0 })
    expect((await verifyRun(await openRun(at('run')), { deep: true })).problems).toEqual([])
    const spared = before.filter((picture) => !blocked.includes(picture)).map(({ key }) => key)
    expect((await fetchedBefore(at('run'))).map(({ key }) => key)).toEqual(spared)
    const { fetched, ledger } = blockedRowsOf(at('run'))
    const aliases = await aliasesOf(at('run'), blocked)
    expect([await blockedIds(fetched), await blockedIds(ledger)]).toEqual([aliases, aliases])
    expect((await commitsOf(at('run'), 'fetch')).length).toBeGreaterThanOrEqual(4)
    const { stdout } = await runCli(['status', at('run')])
    expect(stdout).toMatch(new RegExp(`^ +block_list +${blocked.length} +fetch +`, 'm'))
  })

  it('leaves no trace of them', async () => {
    const rows = await query(
      `SELECT caption, count(*) AS n FROM '${at('open')}/fetched/*.parquet' GROUP BY ALL`,
    )
    const texts = new Set(rows.filter(({ n }) => Number(n) === 1).map(({ caption }) => String(caption)))
    const needles = blocked.flatMap((picture) => needlesOf(picture, texts.has(picture.text)))
    const pictures = await Promise.all(blocked.map((picture) => storedPicture(at('open'), picture)))
    // Other occurrences of a URL left in dedup, before anybody knew of the picture; their rows name the URL.
    const once = blocked.filter(({ occurrences }) => occurrences === 1)
    const others = blocked.filter(({ occurrences }) => occurrences > 1).flatMap((p) => needlesOf(p, true))
    const traces = await findTraces(at('run'), DOWNSTREAM, [...needles, ...pictures])
    expect(once.length).toBeGreaterThan(3)
    const isOther = ({ file, needle }: Trace): boolean =>
      file.startsWith('ledger/phase=dedup/') && others.includes(needle)
    expect(traces.filter((trace) => !isOther(trace))).toEqual([])
    expect((await findTraces(at('open'), DOWNSTREAM, needles)).length).toBeGreaterThan(needles.length)
    for (const needle of needles) expect(result.stdout + result.stderr).not.toContain(needle)
  })

  it('takes a list that has grown, and does nothing again; but not none', async () => {
    const commits = JSON.stringify(await commitsOf(at('run'), 'fetch'))
    await writeFile(at('a.txt'), `${await readFile(at('a.txt'), 'utf8')}\n${'0'.repeat(64)}\n`)
    expect((await run('run', ...lists())).code).toBe(0)
    expect(JSON.stringify(await commitsOf(at('run'), 'fetch'))).toBe(commits)
    const { code, stderr } = await run('run')
    expect([code, stderr]).toEqual([
      4,
      expect.stringContaining('Expected fetch.block_lists, or --block-list'),
    ])
    // What was fetched may be judged again by anybody.
    const again = await runCli(['select', at('run'), '--quiet', '--set', 'select.where=original_width >= 32'])
    expect(again.code).toBe(0)
  })

  it.each([
    ['is not there', null, 12, 'gone.txt, got ENOENT'],
    [
      'is of something else',
      `${'0'.repeat(64)}\nhttps://example.org/\n`,
      12,
      ':2, got 20 characters that begin with "http"',
    ],
  ])('ends before any work if a list %s', async (_, content, code, said) => {
    const name = content === null ? 'gone.txt' : 'wrong.txt'
    if (content !== null) await writeFile(at(name), content)
    const refused = await run('refused', '--block-list', at(name))
    expect(refused).toMatchObject({ code, stderr: expect.stringContaining(said) })
    expect(refused.stderr).not.toMatch(TRACE)
    expect(await filesOf(at('refused'))).toBe(null)
  })

  it('takes lists relative to the recipe, and no distance that is not one', async () => {
    const lists = ['--set', 'fetch.block_lists=[gone.txt]']
    const { code, stderr } = await run('refused', ...lists)
    expect([code, stderr]).toEqual([12, expect.stringContaining(at('gone.txt'))])
    expect((await run('refused', '--set', 'fetch.block_distance=11')).code).toBe(4)
    expect(await readdir(at())).not.toContain('refused')
  })
})
