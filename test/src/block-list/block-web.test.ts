import { readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { explainUrl } from '@warc2dataset/pipeline/look/explain-url'
import { readStatus } from '@warc2dataset/pipeline/look/read-status'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { killTree, waitGone } from '../crash/process-tree.js'
import { listCommits } from '../crash/snapshot.js'
import { type StartedRun, startCli, waitForEvent } from '../crash/start-run.js'
import { wholeProblems } from '../web/web-proof.js'
import { runHere } from '../web/web-world.js'
import { type BlockWorld, openBlockWorld, SHARDS } from './block-world.js'
import { aliasesOf, blockedIds, blockedRowsOf, tellingColumns } from './blocked-rows.js'
import { bitsApart, blockedOf, type FetchedBefore, fetchedBefore } from './fetched-before.js'
import { DOWNSTREAM, findTraces, nameOf, needlesOf, storedPicture } from './find-traces.js'

const DISTANCE = 4
const at = tempFolder()

describe('hash lists over the web, killed and continued, everybody in the shadow sample', {
  timeout: 60_000,
}, () => {
  let world: BlockWorld
  let before: readonly FetchedBefore[]
  let blocked: readonly FetchedBefore[]
  const runs: StartedRun[] = []
  let committedBeforeKill = 0

  beforeAll(async () => {
    world = await openBlockWorld(at())
    await runHere(world.open, at('open'))
    before = await fetchedBefore(at('open'))
    blocked = blockedOf(before, world.entries, DISTANCE)
    const order = { recipe: world.blocking, out: at('run'), workers: 2 }
    const first = startCli(order)
    runs.push(first)
    await waitForEvent(first, 'unit_done', 'fetch', 3)
    const killed = killTree([first.pid])
    await first.ended
    expect(await waitGone(killed, 5000)).not.toBe(null)
    committedBeforeKill = [...(await listCommits(at('run'))).values()].filter(
      ({ phase }) => phase === 'fetch',
    ).length
    const last = startCli(order)
    runs.push(last)
    expect([await last.ended, last.messages]).toEqual([0, expect.anything()])
  }, 180_000)
  afterAll(() => world?.site.close())

  it('was killed in the middle of fetch', () => {
    expect(committedBeforeKill).toBeGreaterThanOrEqual(3)
    expect(committedBeforeKill).toBeLessThan(SHARDS)
  })

  it('blocks what is listed, whatever its hash, and a copy that was saved again; nobody else', async () => {
    const { sha256, md5, phash } = world.planted
    const planted = [...sha256, ...md5, ...phash]
    expect(blocked.map(({ url }) => url)).toEqual(expect.arrayContaining(planted))
    // The looks of the copies are near those of the originals, and not all the same.
    const distances = before
      .filter(({ url }) => phash.includes(url))
      .map((picture) =>
        Math.min(...world.entries.filter((e) => e.length === 16).map((e) => bitsApart(e, picture.phash))),
      )
    expect(Math.max(...distances)).toBeGreaterThan(0)
    const urls = (await fetchedBefore(at('run'))).map(({ url }) => url)
    const lost = before.map(({ url }) => url).filter((url) => !urls.includes(url))
    expect(lost.sort()).toEqual(blocked.map(({ url }) => url).sort())
    expect(urls.length).toBe(before.length - blocked.length)
    // Of those that a filter had dropped, too: the shadow sample does not get past the lists.
    expect(new Set(blocked.map(({ shadow }) => shadow))).toEqual(new Set([true, false]))
  })

  it('leaves an alias and a reason, and nothing else', async () => {
    const { fetched, ledger } = blockedRowsOf(at('run'))
    const aliases = await aliasesOf(at('run'), blocked)
    expect(await blockedIds(fetched)).toEqual(aliases)
    expect(await blockedIds(ledger)).toEqual(aliases)
    expect(await tellingColumns(fetched)).toEqual(['candidate_id', 'error_message', 'status'])
    expect(await tellingColumns(ledger)).toEqual([
      'candidate_id',
      'exit_phase',
      'filter',
      'outcome',
      'pi',
      'reason',
      'verdicts',
    ])
    const verdicts = await query(`SELECT DISTINCT verdicts::VARCHAR AS said FROM ${ledger}`)
    expect(verdicts).toEqual([
      { said: "[{'filter': fetch.block_lists, 'score': NULL, 'value': NULL, 'pass': false}]" },
    ])
  })

  it('leaves no URL, text, hash, id or picture in any file, and none in what it said', async () => {
    const pictures = await Promise.all(blocked.map((picture) => storedPicture(at('open'), picture)))
    const needles = [...blocked.flatMap((picture) => needlesOf(picture, true)), ...pictures]
    // The search finds each of them where there were no lists, and the texts and URLs upstream.
    const control = (await findTraces(at('open'), DOWNSTREAM, needles)).map(({ needle }) => needle)
    for (const needle of needles) expect(control).toContain(nameOf(needle))
    expect((await findTraces(at('run'), ['plan'], needles)).length).toBeGreaterThan(blocked.length)
    expect(await findTraces(at('run'), DOWNSTREAM, needles)).toEqual([])
    const said = JSON.stringify(runs.map(({ events, messages }) => [events, messages]))
    for (const needle of needles) if (typeof needle === 'string') expect(said).not.toContain(needle)
    const keys = blocked.map(({ key }) => `'${key}'`).join(', ')
    for (const folder of ['fetched', 'ledger/*', 'selections/*', 'scored/*/*']) {
      expect(
        await query(`SELECT "key" FROM '${at('run')}/${folder}/*.parquet' WHERE "key" IN (${keys})`),
      ).toEqual([])
    }
  })

  it('adds up, and each commit says which lists there were', async () => {
    expect((await wholeProblems(at('run'))).filter((problem) => !problem.startsWith('block.key:'))).toEqual(
      [],
    )
    const { phases } = await readStatus(await openRun(at('run')))
    expect(phases.find(({ phase }) => phase === 'fetch')?.counts.dropped).toMatchObject({
      block_list: blocked.length,
    })
    const commits = await commitsOf(at('run'), 'fetch')
    expect(commits.length).toBe(SHARDS)
    for (const { environment } of commits) {
      expect(environment).toMatchObject({
        block_lists: [
          { file: 'bytes.txt.gz', entries: { sha256: 505, md5: 4, phash: 0 } },
          { file: 'looks.txt', entries: { sha256: 0, md5: 0, phash: 6 } },
        ],
        block_distance: DISTANCE,
      })
    }
    expect(commits.map(({ fingerprint }) => fingerprint)).toEqual(
      (await commitsOf(at('open'), 'fetch')).map(({ fingerprint }) => fingerprint),
    )
  })

  it('lets the operator ask of a URL, and nobody without the key', async () => {
    const key = join(at('run'), 'block.key')
    expect(((await stat(key)).mode & 0o777).toString(8)).toBe('600')
    expect((await readFile(key)).length).toBe(32)
    const view = await openRun(at('run'))
    for (const { url } of [...blocked.slice(0, 3), ...blocked.slice(-3)]) {
      const found = await explainUrl(view, url)
      expect(found.ledger.map(({ reason }) => reason)).toEqual(['block_list'])
      expect(found.fetched?.error_message).toBe('block_list')
    }
    const url = blocked[0]?.url ?? ''
    const { code, stdout } = await runCli(['explain', at('run'), url])
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^fate .* DROPPED in fetch: block_list by fetch.block_lists/m),
    ])
    const spared = before.find((picture) => !blocked.includes(picture))?.url ?? ''
    expect((await explainUrl(view, spared)).fetched?.status).toBe('success')
    await rename(key, at('elsewhere'))
    const found = await explainUrl(view, url)
    await rename(at('elsewhere'), key)
    expect([found.ledger, found.fetched]).toEqual([[], null])
  })
})
