import { cp, readFile } from 'node:fs/promises'
import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import type { Override } from '@warc2dataset/pipeline/run/load-recipe'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import type { RunReport } from '@warc2dataset/pipeline/run/run-options'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { writeColours } from '../scorers/write-colours.js'
import { embedStored } from './embed-again.js'
import { EXPECTED } from './expected-answers.js'
import { LARGE_BYTES } from './picture-site.js'
import { cosine, readEmbeddings } from './read-embeddings.js'
import { ANSWERS, movedPath } from './site-plan.js'
import { openWebWorld, runHere, type WebWorld } from './web-world.js'

const SHARDS = 10
/** Texts below are dropped, but for the shadow sample. */
const MIN_TEXT = 8
const FRACTION = 0.25

const at = tempFolder()

describe('a run from a list over the web, with scores', { timeout: 60_000 }, () => {
  let world: WebWorld
  let report: RunReport

  beforeAll(async () => {
    world = await openWebWorld(at(), {
      seed: 'run',
      urls: 240,
      domains: 8,
      pictures: 200,
      generic: 0.1,
      troubles: {
        moved: 5,
        missing: 3,
        broken: 2,
        silent: 1,
        cut: 2,
        reset: 2,
        page: 2,
        large: 2,
        encoded: 1,
        garbled: 2,
        loop: 1,
        inward: 2,
      },
      latencyMs: 10,
      list: 'list.csv',
      // The same URL with another text, an address that is none, no text, a URL of no kind that is fetched.
      morePairs: ({ urls }) => [
        ...urls.slice(100, 108).map(({ url }) => [url, 'a small black star above a red heart'] as const),
        ['http://', 'a blue circle'],
        ['https://img.site001.example/no-text.jpg', null],
        ['ftp://img.site001.example/ftp.jpg', 'a blue circle'],
      ],
      shardSize: 24,
      fetch: { retries: 1, total_timeout_ms: 3000, max_bytes: LARGE_BYTES - 1 },
      others: { shadow: 0.3, extract: { text: { min_length: MIN_TEXT } } },
    })
    report = (await runHere(world.recipe, at('run'))).report
  }, 120_000)
  afterAll(() => world?.site.close())

  const verified = async (out: string): Promise<readonly string[]> =>
    (await verifyRun(await openRun(out), { deep: true })).problems

  it('accounts for every row, and names each failure as it was', async () => {
    expect(await verified(at('run'))).toEqual([])
    expect(report.counts.extract?.in).toBe(240 + 8 + 2)
    expect(report.counts.dedup?.dropped).toMatchObject({ dup_url: 8 })
    const rows = await query(
      `SELECT url, split_part(coalesce(error_message, ''), ':', 1) AS reason FROM '${at('run')}/fetched/*.parquet' ORDER BY url`,
    )
    const answers = new Map(world.plan.urls.map(({ url, answer }) => [url, EXPECTED[answer].reason ?? '']))
    expect(rows).toEqual(rows.map(({ url }) => ({ url, reason: answers.get(String(url)) })))
    // Every kind of answer was among them.
    const asked = new Set(rows.map(({ url }) => String(url)))
    const left = world.plan.urls.filter(({ url }) => !asked.has(url))
    expect(left.filter(({ text }) => text.length >= MIN_TEXT)).toEqual([])
    const answered = world.plan.urls.filter(({ url }) => asked.has(url)).map(({ answer }) => answer)
    expect(new Set(answered)).toEqual(new Set(ANSWERS))
    expect(report.counts.extract?.dropped['text_short']).toBe(left.length)
    expect((await commitsOf(at('run'), 'fetch')).length).toBe(SHARDS)
  })

  it('asks each URL as often as its answer needs, each host for its robots.txt once, at most six at once per domain', async () => {
    const { site, plan } = world
    const rows = await query(`SELECT url FROM '${at('run')}/fetched/*.parquet'`)
    const fetched = new Set(rows.map(({ url }) => String(url)))
    const expected = plan.urls
      .filter(({ url }) => fetched.has(url))
      .flatMap(({ host, path, answer }) => {
        const own = [`${host}${path}`, EXPECTED[answer].asks] as const
        return answer === 'moved' ? [own, [`${host}${movedPath(path)}`, 1] as const] : [own]
      })
    const asked = new Map<string, number>()
    for (const { host, path } of site.requests) asked.set(host + path, (asked.get(host + path) ?? 0) + 1)
    expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(expected))
    expect(report.work.requests).toBe(site.requests.length)
    expect(site.mostAtOnce()).toBeGreaterThanOrEqual(2)
    expect(site.mostAtOnce()).toBeLessThanOrEqual(6)
    const hosts = site.notes.map(({ host }) => host)
    expect(new Set(hosts).size).toBe(hosts.length)
    expect(new Set(hosts)).toEqual(new Set(site.requests.map(({ host }) => host)))
    expect(report.work.site_requests).toBe(hosts.length)
    const workers = new Set(
      (await commitsOf(at('run'), 'fetch')).map(({ environment }) => environment['pid']),
    )
    expect(workers.size).toBe(2)
  })

  it('stores embeddings whose rows belong to the pictures and texts of their metadata', async () => {
    const embedded = await readEmbeddings(at('run'), 'toy')
    expect(embedded.length).toBe(report.counts.score?.kept)
    const differences = embedded.flatMap(({ similarity, picture, text }) =>
      similarity === null ? [] : [Math.abs(cosine(picture, text) - similarity)],
    )
    expect(differences.length).toBeGreaterThan(150)
    expect(Math.max(...differences)).toBeLessThan(2e-3)
    // Embedded again one by one, each stored picture finds its own row, or that of a picture with the same bytes.
    const stored = await embedStored(at('run'))
    expect(stored.size).toBe(embedded.length)
    const strangers = [...stored].filter(([key, { vector, jpeg }]) => {
      const nearest = embedded.reduce(
        (best, row) => {
          const near = cosine(vector, row.picture)
          return near > best.near ? { near, key: row.key } : best
        },
        { near: -2, key: '' },
      )
      return nearest.key !== key && stored.get(nearest.key)?.jpeg.equals(jpeg) !== true
    })
    expect(strangers.map(([key]) => key)).toEqual([])
  })

  /** The scored rows that are not of the shadow sample, in SQL of our own. */
  const scored = (columns: string): ReturnType<typeof query> =>
    query(`SELECT ${columns} FROM '${at('run')}/scored/toy/metadata/*.parquet' s
      JOIN '${at('run')}/fetched/*.parquet' f USING ("key") WHERE similarity IS NOT NULL AND shadow_reason IS NULL`)
  const similarities = async (scorer: string): Promise<Readonly<Record<string, unknown>>> => {
    const rows = await query(`SELECT key, similarity FROM '${at('run')}/scored/${scorer}/metadata/*.parquet'`)
    return Object.fromEntries(rows.map(({ key, similarity }) => [key, similarity]))
  }
  const keptBy = async (keep: unknown, sets: readonly Override[] = []): Promise<readonly unknown[]> => {
    const asked = world.site.requests.length
    const out = at(`cut-${JSON.stringify(keep)}`)
    await cp(at('run'), out, { recursive: true })
    const cut = (await runHere(world.recipe, out, [['select.keep', keep], ...sets])).report
    expect(cut.work).toMatchObject({ requests: 0, inferences: 0 })
    expect(world.site.requests.length).toBe(asked)
    expect(await verified(out)).toEqual([])
    const rows = await query(`SELECT key FROM '${out}/dataset/*.parquet' ORDER BY key`)
    return rows.map(({ key }) => key)
  }

  it('is cut again by a fraction, which keeps the floor of its share and the best, at no request', async () => {
    const rows = await scored('"key", similarity')
    const wanted = Math.floor(FRACTION * rows.length)
    const kept = await keptBy({ fraction: FRACTION })
    expect(kept.length).toBe(wanted)
    const ranked = rows.toSorted((a, b) => Number(b['similarity']) - Number(a['similarity']))
    const last = Number(ranked[wanted - 1]?.['similarity'])
    const sure = ranked.filter(({ similarity }) => Number(similarity) > last).map(({ key }) => key)
    const may = ranked.filter(({ similarity }) => Number(similarity) >= last).map(({ key }) => key)
    expect(kept).toEqual(expect.arrayContaining(sure))
    expect(may).toEqual(expect.arrayContaining([...kept]))
    expect(sure.length).toBeGreaterThan(wanted / 2)
  })

  it('is cut again by a threshold, given or the own one of the model, at no request', async () => {
    const rows = (await scored('"key", similarity')).toSorted((a, b) =>
      String(a['key']) < String(b['key']) ? -1 : 1,
    )
    const above = (least: number): readonly unknown[] =>
      rows.filter(({ similarity }) => Number(similarity) >= least).map(({ key }) => key)
    const own = JSON.parse(await readFile(bundledModel(), 'utf8')) as { threshold: { value: number } }
    const middle = Number(rows.map(({ similarity }) => Number(similarity)).sort((a, b) => a - b)[40])
    expect(await keptBy({ similarity_toy: middle })).toEqual(above(middle))
    expect(await keptBy({ similarity: 'threshold' })).toEqual(above(own.threshold.value))
  })

  it('gets a second scorer later at no request and without scoring again by the first', async () => {
    const asked = world.site.requests.length
    const models = ['toy', `file:${writeColours(at('colours'))}`]
    const before = await similarities('toy')
    const { report: later, told } = await runHere(world.recipe, at('run'), [['score.models', models]])
    expect(world.site.requests.length).toBe(asked)
    expect(later.work).toMatchObject({ requests: 0, inferences: report.counts.score?.kept })
    const units = told.filter(({ event, phase }) => event === 'unit_start' && phase === 'score')
    expect(units.map(({ unit }) => unit?.split('.')[0])).toEqual(Array(SHARDS).fill('colours'))
    expect(await verified(at('run'))).toEqual([])
    expect(await similarities('toy')).toEqual(before)
    const rows = await query(
      `SELECT "key", similarity_toy AS toy, similarity_colours AS colours FROM '${at('run')}/dataset/*.parquet' ORDER BY colours DESC`,
    )
    expect(rows.length).toBeGreaterThan(150)
    const known = new Map((await scoredByBoth()).map((row) => [row['key'], row]))
    expect(rows).toEqual(rows.map(({ key }) => known.get(key)))
  })

  /** In SQL of our own: TEXT is the first scorer's choice, and the second is asked about that text. */
  const scoredByBoth = (): ReturnType<typeof query> =>
    query(`
      SELECT "key", t.similarity AS toy, CASE WHEN c.text_id = t.text_id THEN c.similarity
        ELSE list_filter(c.extra_texts, lambda x: x.text_id = t.text_id)[1].similarity END AS colours
      FROM '${at('run')}/scored/colours/metadata/*.parquet' c
      JOIN '${at('run')}/scored/toy/metadata/*.parquet' t USING ("key")
      JOIN '${at('run')}/fetched/*.parquet' f USING ("key") WHERE shadow_reason IS NULL ORDER BY colours DESC`)

  it('is cut by the later scorer too, by a fraction and as many as the first lets pass, at no request', async () => {
    const models = ['toy', `file:${at('colours', 'manifest.json')}`]
    const rows = await scoredByBoth()
    const best = (n: number): readonly unknown[] =>
      rows
        .slice(0, n)
        .map(({ key }) => key)
        .sort()
    const scored = rows.filter(({ colours }) => colours !== null).length
    const passing = rows.filter(({ toy }) => toy !== null && Number(toy) >= 0.7).length
    expect(new Set(rows.map(({ colours }) => colours)).size).toBeGreaterThan(150)
    const sets = [['score.models', models]] as const
    expect(await keptBy({ similarity_colours: { fraction: FRACTION } }, sets)).toEqual(
      best(Math.floor(FRACTION * scored)),
    )
    expect(await keptBy({ similarity_colours: { as_many_as: { similarity_toy: 0.7 } } }, sets)).toEqual(
      best(passing),
    )
  })
})
