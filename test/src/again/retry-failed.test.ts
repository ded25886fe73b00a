import { readFile } from 'node:fs/promises'
import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import type { RunReport } from '@warc2dataset/pipeline/run/run-options'
import { type HostAnswer, openTestHosts, says, type TestHosts } from '@warc2dataset/stages/web/test-hosts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { runHere } from '../web/web-world.js'

const HOSTS = 12
const PATHS = 5
const SHARDS = 3

const at = tempFolder()

/** A site of which a part does not answer at first. */
describe('run --retry-failed', { timeout: 120_000 }, () => {
  let hosts: TestHosts
  let recipe: string
  let first: RunReport
  const names = Array.from({ length: HOSTS }, (_, host) => `www.site${host}.example`)
  const places = names.flatMap((name) => Array.from({ length: PATHS }, (_, path) => `${name}/${path}.jpg`))
  const busy = places.filter((_, index) => index % 7 === 3)
  const gone = places.filter((_, index) => index % 7 === 5)
  const closed = names[4] as string

  beforeAll(async () => {
    hosts = await openTestHosts()
    const pictures = await Promise.all(
      places.map(async (_, index) => {
        const background = { r: (index * 4) % 256, g: (index * 37) % 256, b: 90 }
        return sharp({ create: { width: 90 + index, height: 80, channels: 3, background } })
          .jpeg()
          .toBuffer()
      }),
    )
    for (const [index, place] of places.entries()) {
      const picture: HostAnswer = (_request, response) => void response.end(pictures[index])
      hosts.answers.set(place, picture)
    }
    for (const place of gone) hosts.answers.set(place, says(404, {}))
    await writeList(
      at('list.csv'),
      places.map((place, index) => [`http://${place}`, `a picture with the number ${index}`]),
    )
    const resolve = Object.fromEntries(names.map((name) => [name, `127.0.0.1:${hosts.port}`]))
    const size = { list: 'list.csv', shardSize: places.length / SHARDS, fetch: { retries: 0 } }
    recipe = await writeWebRecipe(at(), 'recipe.json', { ...webRecipe({ resolve }, size), shadow: 0 })
  }, 60_000)
  afterAll(() => hosts?.close())

  const whileBusy = async <T>(work: () => Promise<T>): Promise<T> => {
    const saved = new Map(busy.map((place) => [place, hosts.answers.get(place) as HostAnswer]))
    for (const place of busy) hosts.answers.set(place, says(503, {}))
    hosts.answers.set(`${closed}/robots.txt`, says(500, {}))
    try {
      return await work()
    } finally {
      for (const [place, answer] of saved) hosts.answers.set(place, answer)
      hosts.answers.delete(`${closed}/robots.txt`)
    }
  }
  const rows = (columns: string) =>
    query(`SELECT ${columns} FROM read_parquet('${at('run')}/fetched/*.parquet', filename = true)`)
  const newest = async () => {
    const commits = await commitsOf(at('run'), 'fetch')
    return commits.toSorted((a, b) => (a.unit < b.unit ? -1 : 1))
  }

  it('leaves open what may pass, and says so of each', async () => {
    first = (await whileBusy(() => runHere(recipe, at('run')))).report
    const open = places.filter((place) => place.startsWith(closed) || busy.includes(place)).length
    const told = await rows('url, status, retryable, error_message')
    expect(told.filter(({ retryable }) => retryable === true)).toHaveLength(open)
    expect(first.counts.fetch).toMatchObject({
      in: places.length,
      failed: {
        robots_unreachable: PATHS,
        http_status: open - PATHS + gone.filter((p) => !p.startsWith(closed)).length,
      },
    })
    expect(first.mayPass).toBe(open)
  })

  it('asks for nothing without being told to', async () => {
    const asked = hosts.asked.length
    await runHere(recipe, at('run'))
    expect(hosts.asked.length).toBe(asked)
  })

  it('asks for exactly those again, and keeps every byte of the others', async () => {
    const before = await newest()
    const tars = await Promise.all(before.map(({ unit }) => readFile(`${at('run')}/fetched/${unit}.tar`)))
    const asked = hosts.asked.length
    const { report } = await runHere(recipe, at('run'), [], { retryFailed: true })
    const again = hosts.asked.slice(asked).filter((place) => !place.endsWith('/robots.txt'))
    const expected = places.filter((place) => place.startsWith(closed) || busy.includes(place))
    expect([...again].sort()).toEqual([...expected].sort())
    expect(report.counts.fetch).toMatchObject({
      in: places.length,
      kept: places.length - gone.length,
      failed: { http_status: gone.length },
    })
    // What was committed stays as it was, and what is new stands beside it.
    expect(await Promise.all(before.map(({ unit }) => readFile(`${at('run')}/fetched/${unit}.tar`)))).toEqual(
      tars,
    )
    const now = (await newest()).filter(({ generation }) => generation === 1)
    expect(now).toHaveLength(SHARDS)
    const files = now
      .flatMap((commit) => commit.files.map(({ name }) => name))
      .filter((name) => name.endsWith('.parquet') && name.startsWith('fetched/'))
    const stored = await query(
      `SELECT url, "key", sha256, tar_size FROM read_parquet([${files.map((name) => `'${at('run')}/${name}'`).join(', ')}]) WHERE status = 'success'`,
    )
    const old = await query(
      `SELECT url, "key", sha256, tar_size FROM read_parquet([${before.map(({ unit }) => `'${at('run')}/fetched/${unit}.parquet'`).join(', ')}]) WHERE status = 'success'`,
    )
    expect(stored).toHaveLength(places.length - gone.length)
    expect(stored).toEqual(expect.arrayContaining([...old]))
    expect((await verifyRun(await openRun(at('run')), { deep: true })).problems).toEqual([])
    const kept = await query(`SELECT count(*)::INTEGER AS n FROM '${at('run')}/dataset/*.parquet'`)
    expect(kept).toEqual([{ n: report.selected === null ? 0 : Number(report.counts.select?.kept) }])
  })

  it('has nothing left to ask then', async () => {
    const asked = hosts.asked.length
    const { report } = await runHere(recipe, at('run'), [], { retryFailed: true })
    expect(hosts.asked.length).toBe(asked)
    expect([report.work.requests, report.mayPass]).toEqual([0, 0])
  })
})
