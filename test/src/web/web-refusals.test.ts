import { cp } from 'node:fs/promises'
import { dirname } from 'node:path'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { runCli } from '../bad-input/run-cli.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { flipBit } from './flip-bit.js'
import { openWebWorld, runHere, type WebWorld } from './web-world.js'

const at = tempFolder()

describe('a run over the web', { timeout: 60_000 }, () => {
  let world: WebWorld

  beforeAll(async () => {
    world = await openWebWorld(at(), {
      seed: 'refusals',
      urls: 64,
      domains: 16,
      pictures: 64,
      latencyMs: 0,
      list: 'list.parquet',
      shardSize: 8,
    })
  })
  afterAll(() => world?.site.close())

  it('leaves a damaged shard out of scoring, scores the others, and says which it is', async () => {
    const out = at('damaged')
    await runHere(world.recipe, out, [], { until: 'fetch' })
    await flipBit(`${out}/fetched/00003.tar`, 0.4)
    const { code, stderr } = await runCli([
      'run',
      world.recipe,
      '--out',
      out,
      '--provider',
      'cpu',
      '--log',
      'json',
    ])
    expect(code, stderr).toBe(7)
    expect(stderr).toMatch(/toy\.00003: .*fetched\/00003\.tar as it was committed/)
    expect(await filesOf(`${out}/quarantine`)).toEqual([expect.stringContaining('toy.00003.json')])
    const scored = (await commitsOf(out, 'score')).map(({ unit }) => unit)
    expect(scored).toEqual([0, 1, 2, 4, 5, 6, 7].map((shard) => `toy.0000${shard}`))
    const deep = await runCli(['verify', out, '--deep'])
    expect(deep.code).toBe(10)
    expect(deep.stderr).toMatch(/^fetched\/00003\.tar: Expected sha256/m)
    expect(deep.stderr).not.toMatch(/0000[^3]\.tar/)
  })

  /** Refused before anything happens: no request, no file of a run. */
  const expectRefused = async (recipe: string, sets: readonly string[], exit: number): Promise<string> => {
    const asked = world.site.requests.length
    const out = at(`refused-${exit}-${sets.length}`)
    const args = sets.flatMap((set) => ['--set', set])
    const { code, stderr } = await runCli(['run', recipe, '--out', out, '--provider', 'cpu', ...args])
    expect(code, stderr).toBe(exit)
    expect(world.site.requests.length).toBe(asked)
    expect(await filesOf(out)).toBeNull()
    return stderr
  }

  it('does nothing with a model of which one bit is turned', async () => {
    await cp(dirname(bundledModel()), at('model'), { recursive: true })
    await flipBit(at('model', 'image.onnx'), 0.5)
    const said = await expectRefused(world.recipe, ['score.models=["file:model/manifest.json"]'], 5)
    expect(said).toMatch(/image: Expected sha256 [0-9a-f]{64} for image\.onnx, got/)
  })

  it('does nothing with a list that has other columns, and names those it has', async () => {
    const sets = ['source.url_column=link', 'source.text_column=alt']
    const said = await expectRefused(world.recipe, sets, 4)
    expect(said).toMatch(/link \(source\.url_column\) and alt \(source\.text_column\)/)
    expect(said).toMatch(/got "URL", "TEXT"/)
  })
})
