import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { relative } from 'node:path'
import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { killTree, waitGone } from '../crash/process-tree.js'
import { startCli, waitUntil } from '../crash/start-run.js'
import { writeColours } from '../scorers/write-colours.js'
import { readEmbeddings } from '../web/read-embeddings.js'
import { openWebWorld, runHere, type WebWorld } from '../web/web-world.js'
import { writeHead } from './write-head.js'

const SHARDS = 12
const WEIGHTS = Array.from({ length: 128 }, (_, i) => Math.sin(i + 1))
const BIAS = 4.5

const at = tempFolder()
let world: WebWorld
let asked = 0

beforeAll(async () => {
  world = await openWebWorld(at(), {
    seed: 'annotate',
    urls: 180,
    domains: 30,
    pictures: 180,
    troubles: { missing: 6 },
    latencyMs: 0,
    list: 'list.csv',
    shardSize: 180 / SHARDS,
    others: { score: { models: ['toy', `file:${writeColours(at('colours'))}`], allow_toy: true } },
  })
  writeHead(at('head'), {
    name: 'beauty',
    requires: 'toy-shapes-v1',
    column: 'aesthetic',
    weights: WEIGHTS,
    bias: BIAS,
  })
  await runHere(world.recipe, at('run'))
  asked = world.site.requests.length
}, 120_000)
afterAll(() => world?.site.close())

const ANNOTATE = [
  ['annotate.heads', [`file:head/head.json`]],
  ['annotate.tags', ['scene_colour', 'scene_shape']],
] as const
const SETS = ANNOTATE.map(([path, value]) => `${path}=${JSON.stringify(value)}`)

async function hashes(out: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const files = (await filesOf(`${out}/${folder}`)) ?? []
  const entries = files.map(async (file) => {
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    return [relative(out, file), sha256] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

describe('heads and prompt sets over a finished run', { timeout: 120_000 }, () => {
  it('cost no request, no picture and no inference, and their values stand in the dataset', async () => {
    await cp(at('run'), at('annotated'), { recursive: true })
    const scored = await hashes(at('run'), 'scored')
    const { report } = await runHere(world.recipe, at('annotated'), ANNOTATE)
    expect(report.work).toMatchObject({ requests: 0, pictures_decoded: 0, inferences: 0 })
    expect(report.units.annotate).toBe(3 * SHARDS)
    expect(world.site.requests.length).toBe(asked)
    expect(await hashes(at('annotated'), 'scored')).toEqual(scored)
    expect((await verifyRun(await openRun(at('annotated')), { deep: true })).problems).toEqual([])

    const rows =
      await query(`SELECT key, aesthetic, beauty_by, scene_colour, scene_colour_p, scene_colour_top, scene_colour_by
      FROM '${at('annotated')}/dataset/*.parquet' ORDER BY key`)
    const embedded = new Map(
      (await readEmbeddings(at('annotated'), 'toy')).map((row) => [row.key, row.picture]),
    )
    expect(rows.length).toBeGreaterThan(150)
    for (const row of rows) {
      const picture = embedded.get(String(row['key'])) ?? new Float32Array()
      const expected = picture.reduce((sum, x, i) => sum + x * Math.fround(WEIGHTS[i] ?? 0), BIAS)
      expect(Number(row['aesthetic'])).toBeCloseTo(expected, 5)
      expect(row['beauty_by']).toMatch(/^beauty-test@[0-9a-f]{8}$/)
      expect(row['scene_colour_by']).toMatch(/^scene_colour@[0-9a-f]{8}$/)
      const top = JSON.parse(String(row['scene_colour_top'])) as readonly { label: string; p: number }[]
      expect(top[0]?.label).toBe(row['scene_colour'])
      expect(top[0]?.p).toBeCloseTo(Number(row['scene_colour_p']), 3)
    }
  })

  it('judge in select.where, and a second annotator redoes nothing of the first', async () => {
    const colour = [['annotate.tags', ['scene_colour']]] as const
    await cp(at('run'), at('later'), { recursive: true })
    await runHere(world.recipe, at('later'), colour)
    const where = "scene_colour in ('red', 'blue') and aesthetic > 4.5"
    const { report, told } = await runHere(world.recipe, at('later'), [...ANNOTATE, ['select.where', where]])
    const units = told.filter(({ event, phase }) => event === 'unit_start' && phase === 'annotate')
    expect(new Set(units.map(({ unit }) => unit?.split('.')[0]))).toEqual(new Set(['beauty', 'scene_shape']))
    expect(report.work.requests).toBe(0)
    const kept = await query(
      `SELECT scene_colour, aesthetic FROM '${at('later')}/dataset/*.parquet' ORDER BY key`,
    )
    const all = await query(`SELECT count(*)::INT AS n FROM '${at('annotated')}/dataset/*.parquet'
      WHERE scene_colour IN ('red', 'blue') AND aesthetic > 4.5`)
    expect(kept.length).toBe(all[0]?.['n'])
    expect(kept.length).toBeGreaterThan(3)
    expect(await hashes(at('later'), 'annotated')).toEqual(await hashes(at('annotated'), 'annotated'))
  })

  it('continue where a kill left them, to the same bytes', async () => {
    for (const [turn, after] of [2, 9, 20].entries()) {
      const out = at(`killed-${turn}`)
      await cp(at('run'), out, { recursive: true })
      const order = { recipe: world.recipe, out, workers: 2, sets: SETS }
      const run = startCli(order)
      const done = (): number =>
        run.events.filter(({ event, phase }) => event === 'unit_done' && phase === 'annotate').length
      await waitUntil(() => done() >= after, [run])
      const killed = killTree([run.pid])
      await run.ended
      expect(await waitGone(killed, 5000)).not.toBeNull()
      const committed = (await commitsOf(out, 'annotate')).length
      expect(committed).toBeGreaterThanOrEqual(after)
      expect(committed).toBeLessThan(3 * SHARDS)
      const again = startCli(order)
      expect(await again.ended, again.messages.join('\n')).toBe(0)
      const starts = again.events.filter(({ event, phase }) => event === 'unit_start' && phase === 'annotate')
      expect(starts.length).toBe(3 * SHARDS - committed)
      for (const folder of ['annotated', 'dataset'])
        expect(await hashes(out, folder)).toEqual(await hashes(at('annotated'), folder))
    }
    expect(world.site.requests.length).toBe(asked)
  })

  it('are refused where they are gone, changed, or bound to another encoder, and the data stay', async () => {
    const before = await hashes(at('annotated'), '')
    const refused = async (sets: readonly string[], exit: number): Promise<string> => {
      const args = sets.flatMap((set) => ['--set', set])
      const { code, stderr } = await runCli([
        ...['run', world.recipe, '--out', at('annotated'), '--provider', 'cpu', ...args],
      ])
      expect(code, stderr).toBe(exit)
      expect(await hashes(at('annotated'), '')).toEqual(before)
      return stderr
    }
    await rename(at('head'), at('elsewhere'))
    expect(await refused(SETS, 5)).toContain(at('head', 'head.json'))
    await mkdir(at('head'))
    await cp(at('elsewhere', 'head.json'), at('head', 'head.json'))
    expect(await refused(SETS, 5)).toMatch(/weights\.safetensors/)
    await rm(at('head'), { recursive: true })
    await rename(at('elsewhere'), at('head'))

    writeHead(at('other'), {
      name: 'clip',
      requires: 'openai/ViT-B-32',
      column: 'punsafe',
      weights: WEIGHTS,
      bias: 0,
    })
    expect(await refused(['annotate.heads=["file:other/head.json"]'], 5)).toMatch(
      /openai\/ViT-B-32.*got toy-shapes-v1 \(toy\), mean-colour-test \(colours\)/,
    )
    writeHead(at('twice'), {
      name: 'twin',
      requires: 'toy-shapes-v1',
      column: 'aesthetic',
      weights: WEIGHTS,
      bias: 0,
    })
    expect(await refused(['annotate.heads=["file:head/head.json","file:twice/head.json"]'], 4)).toMatch(
      /column once, got aesthetic/,
    )
    writeHead(at('changed'), {
      name: 'beauty',
      requires: 'toy-shapes-v1',
      column: 'aesthetic',
      weights: WEIGHTS,
      bias: 1,
    })
    expect(await refused(['annotate.heads=["file:changed/head.json"]'], 4)).toMatch(/give it another name/)
    writeHead(at('taken'), {
      name: 'taken',
      requires: 'toy-shapes-v1',
      column: 'caption',
      weights: WEIGHTS,
      bias: 0,
    })
    expect(await refused(['annotate.heads=["file:taken/head.json"]'], 4)).toMatch(
      /got caption from the dataset itself and file:.*taken/,
    )
    writeHead(at('short'), {
      name: 'short',
      requires: 'toy-shapes-v1',
      column: 'x',
      weights: [1, 2, 3],
      bias: 0,
    })
    expect(await refused(['annotate.heads=["file:short/head.json"]'], 5)).toMatch(/over 128 numbers.*dim 3/)
    expect(await refused(['annotate.tags=["scene_color"]'], 4)).toMatch(/did you mean scene_colour\?/)
  })

  it('are told by explain', async () => {
    const [row] = await query(
      `SELECT "URL" AS url, scene_shape FROM '${at('annotated')}/dataset/*.parquet' LIMIT 1`,
    )
    const { stdout } = await runCli(['explain', at('annotated'), String(row?.['url'])])
    expect(stdout).toMatch(
      new RegExp(`^annotate scene_shape: scene_shape ${String(row?.['scene_shape'])}`, 'm'),
    )
    expect(stdout).toMatch(/^annotate beauty: aesthetic \d/m)
  })
})
