import { mkdir, readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { inCheckout } from '../place.js'
import { compareDatasets, readDataset } from '../web/dataset-rows.js'
import { openWebWorld, runHere, type WebWorld } from '../web/web-world.js'
import { LOST_ENV, TIMES } from './lost-device-settings.js'

const SHARDS = 8

const at = tempFolder()
let world: WebWorld

beforeAll(async () => {
  world = await openWebWorld(at(), {
    seed: 'lost',
    urls: 96,
    domains: 24,
    pictures: 96,
    latencyMs: 0,
    list: 'list.csv',
    shardSize: 96 / SHARDS,
  })
})
afterAll(() => world?.site.close())

describe('a device that is lost in the middle of a unit', { timeout: 120_000 }, () => {
  it('costs that unit an attempt, the others none, and nothing else', async () => {
    await runHere(world.recipe, at('undisturbed'))
    await mkdir(at('lost'))
    process.env[LOST_ENV] = at('lost')
    const asked = world.site.requests.length
    const workerEntry = new URL(`file://${inCheckout('test/dist/scorers/lost-device-worker.js')}`)
    const { told } = await runHere(world.recipe, at('run'), [['score.batch_size', 2]], { workerEntry })
    const lost = await readdir(at('lost'))
    expect(lost.length).toBe(TIMES)
    const processes = await Promise.all(lost.map((name) => readFile(at('lost', name), 'utf8')))
    expect(new Set(processes).size).toBe(TIMES)
    const failed = told.filter(({ event }) => event === 'unit_failed')
    expect(failed.map(({ phase }) => phase)).toEqual(Array(TIMES).fill('score'))
    expect(world.site.requests.length - asked).toBe(asked)
    const environments = (await commitsOf(at('run'), 'score')).map(({ environment }) => environment)
    expect(environments.length).toBe(SHARDS)
    expect(environments[0]).toMatchObject({
      provider: 'cpu',
      runtime: expect.stringMatching(/^onnxruntime \d/),
      batch_size: 2,
    })
    const pids = new Set(environments.map(({ pid }) => String(pid)))
    expect(processes.some((pid) => pids.has(pid) && pid === String(environments.at(-1)?.['pid']))).toBe(false)
    const [before, after] = await Promise.all(
      ['undisturbed', 'run'].map((name) => readDataset(at(name), ['toy'])),
    )
    const { problems } = compareDatasets(before ?? [], after ?? [], { epsilon: 1e-5, threshold: 0 })
    expect(problems).toEqual([])
    expect(before?.length).toBeGreaterThan(80)
  })
})
