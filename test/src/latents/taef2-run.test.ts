import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { SMALL_RECIPE, writeRecipe, writeSmallCrawl } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { SMALL_BUCKETS } from '../buckets/bucket-recipe.js'
import { packedSamples } from '../buckets/packed-samples.js'
import { runHere } from '../web/web-world.js'
import { storedLatents } from './latents-world.js'
import { hasTaef2, writeTaef2 } from './taef2.js'

const why = hasTaef2 ? '' : ' — SKIPPED: ../shared/data/vae lacks taef2_encoder.onnx or taef2_decoder.onnx'

describe.skipIf(!hasTaef2)(`a run with a real VAE${why}`, () => {
  const at = tempFolder()
  beforeAll(async () => {
    await writeSmallCrawl(at())
    await writeRecipe(at('recipe.json'), {
      ...SMALL_RECIPE,
      select: { ...SMALL_RECIPE.select, bucket: SMALL_BUCKETS, shard_size: 6 },
      latents: { vae: `file:${writeTaef2(at('taef2'))}` },
    })
    await runHere(at('recipe.json'), at('run'))
  })

  it('has a latent of 32 channels for each sample, an eighth of its bucket along each side', async () => {
    const shards = await packedSamples(at('run'))
    expect(shards.size).toBeGreaterThanOrEqual(8)
    for (const [shard, samples] of shards) {
      const stored = await storedLatents(join(at('run'), 'latents', `${shard}.tar`))
      expect(stored.map(({ key }) => key)).toEqual(samples.map(({ key }) => key))
      for (const [index, { bucket_width, bucket_height }] of samples.entries()) {
        const shape = [32, bucket_height / 8, bucket_width / 8]
        expect(stored[index]?.json).toMatchObject({ shape, vae: 'taef2', scaled: true })
      }
    }
  })

  it('whose latents decode to its pictures, above 20 dB on the mean', async () => {
    const args = ['--check', '--provider', 'cpu', '--out', at('sheet.png')]
    const { code, stdout } = await runCli(['latents', at('run'), ...args])
    expect(code).toBe(0)
    const [, mean] = /^all +\d+ +\d+ +([\d.]+) dB/m.exec(stdout) ?? []
    expect(Number(mean)).toBeGreaterThan(20)
  })
})
