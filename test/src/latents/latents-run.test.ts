import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { nanGraph } from '@warc2dataset/stages/latents/test-vae'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { packedSamples } from '../buckets/packed-samples.js'
import { listCommits } from '../crash/snapshot.js'
import { treeOf } from '../export/export-world.js'
import { runHere } from '../web/web-world.js'
import {
  type LatentsWorld,
  latentNames,
  meanColours,
  openLatentsWorld,
  storedLatents,
  writeSquares,
} from './latents-world.js'

const at = tempFolder()
let world: LatentsWorld
let run: string
let shards: Awaited<ReturnType<typeof packedSamples>>

beforeAll(async () => {
  world = await openLatentsWorld(at())
  run = await copyOf('run')
  await runHere(world.recipe, run)
  shards = await packedSamples(run)
})

async function copyOf(name: string, of = world.packed): Promise<string> {
  await cp(of, at(name), { recursive: true })
  return at(name)
}

/** The same recipe with another VAE. */
const withVae = (manifest: string) => [['latents.vae', `file:${manifest}`]] as const

describe('latents of a run', () => {
  it('one tar for each dataset shard: the samples in its order, the numbers of its pictures', async () => {
    expect(shards.size).toBeGreaterThanOrEqual(8)
    expect(await latentNames(run)).toEqual([...shards.keys()].map((shard) => `${shard}.tar`))
    for (const [shard, samples] of shards) {
      const stored = await storedLatents(join(run, 'latents', `${shard}.tar`))
      expect(stored.map(({ key }) => key)).toEqual(samples.map(({ key }) => key))
      expect(new Set(samples.map(({ bucket }) => bucket)).size).toBe(1)
      for (const [index, sample] of samples.entries()) {
        const { latent, json } = stored[index] as (typeof stored)[number]
        const shape = [3, sample.bucket_height / 8, sample.bucket_width / 8]
        expect([latent.channels, latent.height, latent.width]).toEqual(shape)
        const expected = await meanColours(sample)
        const worst = latent.data.reduce(
          (max, x, i) => Math.max(max, Math.abs(x - (expected[i] ?? Number.NaN))),
          0,
        )
        expect(worst).toBeLessThan(1e-3)
        const { key, bucket, original_width, original_height, resized_width, resized_height } = sample
        expect(json).toMatchObject({ key, bucket, shape, vae: 'squares', kind: 'mean', flip: false })
        expect(json).toMatchObject({ original_width, original_height, resized_width, resized_height })
      }
    }
  })

  it('nothing to do the second time, and what ran is written down', async () => {
    const { report } = await runHere(world.recipe, run)
    expect(report.units).toMatchObject({ latents: 0, pack: 0 })
    const commit = (await listCommits(run)).get('latents/00000')
    const environment = { provider: 'cpu', batch_size: 2, runtime: expect.stringMatching(/^onnxruntime/) }
    expect(commit).toMatchObject({
      environment,
      account: { vae: { name: 'squares' }, not_finite: { count: 0 }, unreadable: { count: 0 } },
    })
    expect(commit?.counts.in).toBe(shards.get('00000')?.length)
  })

  it('another VAE redoes latents, and nothing else', async () => {
    const out = await copyOf('other-vae', run)
    const before = await treeOf(join(out, 'dataset'))
    const halved = writeSquares(at('halved'), (manifest) => {
      Object.assign(manifest, { name: 'halved', id: 'halved-test' })
      Object.assign(manifest.encoder, { range: '0..1' })
    })
    const { report } = await runHere(world.recipe, out, withVae(halved))
    expect(report.units).toMatchObject({ fetch: 0, score: 0, select: 0, pack: 0, latents: shards.size })
    expect(report.work).toMatchObject({ pictures_decoded: 0 })
    expect(await treeOf(join(out, 'dataset'))).toEqual(before)
    expect(await latentNames(out)).toEqual([...shards.keys()].map((shard) => `${shard}.g1.tar`))
    const [stored] = await storedLatents(join(out, 'latents', '00000.g1.tar'))
    expect(stored?.json).toMatchObject({ vae: 'halved' })
  })

  it('another cut of the run takes its latents away', async () => {
    const out = await copyOf('recut', run)
    const sets = [['select.where', 'original_width >= 120']] as const
    await runHere(world.recipe, out, sets, { until: 'pack' })
    expect(await latentNames(out)).toEqual([])
    const { code, stderr } = await runCli(['latents', out])
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^Expected latents of every dataset shard .*got none/),
    ])
    await runHere(world.recipe, out, sets)
    const again = await packedSamples(out)
    expect(await latentNames(out)).toEqual([...again.keys()].map((shard) => `${shard}.tar`))
    expect([...again.values()].flat().length).toBeLessThan([...shards.values()].flat().length)
  })

  it('a latent that is not finite is left out, counted and named', async () => {
    const out = await copyOf('nan')
    // Divides by the mean of a square, which is 0 where it is black.
    const nan = writeSquares(
      at('nan-vae'),
      (manifest) => {
        Object.assign(manifest, { name: 'broken', id: 'broken-test' })
        Object.assign(manifest.encoder, { output_kind: 'mean', range: '0..1' })
      },
      { encoder: nanGraph },
    )
    const { report } = await runHere(world.recipe, out, withVae(nan))
    let left = 0
    for (const [shard, samples] of shards) {
      const commit = (await listCommits(out)).get(`latents/${shard}`)
      const keys = (await storedLatents(join(out, 'latents', `${shard}.tar`))).map(({ key }) => key)
      const lost = samples.map(({ key }) => key).filter((key) => !keys.includes(key))
      expect(commit?.account).toMatchObject({ samples: samples.length, latents: keys.length })
      expect(commit?.account).toMatchObject({ not_finite: { count: lost.length, keys: lost } })
      left += lost.length
    }
    expect(report.counts.latents?.kept).toBe([...shards.values()].flat().length - left)
  })
})

describe('refused before any work', () => {
  it.each([
    [
      'a name that stood for another VAE',
      4,
      'give the new one another name',
      () => {
        return writeSquares(at('same-name'), (manifest) => void Object.assign(manifest, { id: 'another' }))
      },
    ],
    [
      'a VAE that takes no such buckets',
      4,
      'Expected a multiple of 16 for select.bucket.step',
      () => {
        return writeSquares(
          at('coarse'),
          (manifest) => void Object.assign(manifest, { name: 'coarse', multiple_of: 16 }),
        )
      },
    ],
    [
      'a VAE whose file was changed',
      5,
      'Expected sha256',
      () => {
        return writeSquares(at('changed'), (manifest) => {
          manifest['name'] = 'changed'
          Object.assign(manifest.encoder, { sha256: '0'.repeat(64) })
        })
      },
    ],
    ['a manifest that is not there', 5, 'nowhere', () => at('nowhere', 'vae.json')],
  ] as const)('%s: exit %d', async (_, exit, message, manifest) => {
    const before = await treeOf(join(run, 'latents'))
    const set = ['--set', `latents.vae=file:${manifest()}`]
    const { code, stderr } = await runCli([
      'run',
      world.recipe,
      '--out',
      run,
      '--provider',
      'cpu',
      '--quiet',
      ...set,
    ])
    expect([code, stderr]).toEqual([exit, expect.stringContaining(message)])
    expect(stderr).not.toMatch(TRACE)
    expect(await treeOf(join(run, 'latents'))).toEqual(before)
  })
})
