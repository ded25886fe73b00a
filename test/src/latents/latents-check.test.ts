import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { packedSamples } from '../buckets/packed-samples.js'
import { runHere } from '../web/web-world.js'
import { type LatentsWorld, meanColours, openLatentsWorld, writeSquares } from './latents-world.js'

const at = tempFolder()
let world: LatentsWorld
let run: string
let samples: Awaited<ReturnType<typeof packedSamples>>

beforeAll(async () => {
  world = await openLatentsWorld(at())
  run = at('run')
  await cp(world.packed, run, { recursive: true })
  await runHere(world.recipe, run)
  samples = await packedSamples(run)
})

/** PSNR of a picture whose squares of 8 px became their mean colours. */
async function expectedPsnr(sample: Parameters<typeof meanColours>[0]): Promise<number> {
  const { width, height } = sample.real
  const means = await meanColours(sample)
  const rgb = await sharp(sample.jpeg).toColourspace('srgb').removeAlpha().raw().toBuffer()
  const sum = rgb.reduce((total, byte, at) => {
    const [x, y] = [Math.floor((Math.floor(at / 3) % width) / 8), Math.floor(at / 3 / width / 8)]
    const mean = means[((at % 3) * (height / 8) + y) * (width / 8) + x] ?? Number.NaN
    return total + (byte - Math.round((mean + 1) * 127.5)) ** 2
  }, 0)
  return 10 * Math.log10((255 ** 2 * rgb.length) / sum)
}

describe('latents RUN', () => {
  it('says what is there', async () => {
    const { code, stdout } = await runCli(['latents', run])
    expect(code).toBe(0)
    const all = [...samples.values()].flat()
    expect(stdout).toContain('squares (squares-test, family sd, licence MIT)')
    expect(stdout).toContain(`${samples.size} shards, ${all.length} latents`)
    for (const bucket of new Set(all.map((sample) => sample.bucket))) {
      const some = all.filter((sample) => sample.bucket === bucket)
      const [{ bucket_height, bucket_width } = { bucket_height: 0, bucket_width: 0 }] = some
      const shape = `\\[3 x ${bucket_height / 8} x ${bucket_width / 8}\\]`
      expect(stdout).toMatch(new RegExp(`^ *${bucket} +\\d+ +${some.length} +${shape}`, 'm'))
    }
  })

  it('--check: the PSNR of every bucket, and a sheet', async () => {
    const out = at('sheet.png')
    const args = ['--check', '--samples', '1000', '--provider', 'cpu', '--out', out]
    const { code, stdout, stderr } = await runCli(['latents', run, ...args])
    expect([code, stderr]).toEqual([0, ''])
    const all = [...samples.values()].flat()
    for (const bucket of new Set(all.map((sample) => sample.bucket))) {
      const psnr = await Promise.all(all.filter((sample) => sample.bucket === bucket).map(expectedPsnr))
      const line = new RegExp(`^ *${bucket} +(\\d+) +(\\d+) +([\\d.]+) dB +([\\d.]+) dB +([\\d.]+) dB$`, 'm')
      const [n, compared, mean, least, most] = line.exec(stdout)?.slice(1).map(Number) ?? []
      expect([n, compared]).toEqual([psnr.length, psnr.length])
      // The latents were float16 in between.
      expect(mean).toBeCloseTo(psnr.reduce((a, b) => a + b, 0) / psnr.length, 1)
      expect(least).toBeCloseTo(Math.min(...psnr), 1)
      expect(most).toBeCloseTo(Math.max(...psnr), 1)
    }
    const { format, width = 0, height = 0 } = await sharp(out).metadata()
    expect([format, width > 1000, height > 200]).toEqual(['png', true, true])
  })

  it('refuses: no latents, flags without --check, a sheet that is no .png, a VAE without a decoder', async () => {
    const blind = writeSquares(at('blind'), (manifest) => {
      Object.assign(manifest, { name: 'blind', id: 'blind-test', decoder: null })
    })
    const other = at('blind-run')
    await cp(world.packed, other, { recursive: true })
    await runHere(world.recipe, other, [['latents.vae', `file:${blind}`]])
    for (const [args, message] of [
      [[world.packed], 'Expected latents of every dataset shard'],
      [[run, '--samples', '2'], 'Expected --check for --samples'],
      [[run, '--check', '--out', at('sheet.jpg')], 'ends in .png'],
      [[run, '--check', '--samples', '0'], 'Expected a whole number of at least 1'],
      [
        [other, '--check', '--out', at('none.png')],
        'Expected a VAE with a decoder to look at latents, got blind-test',
      ],
    ] as const) {
      const { code, stderr } = await runCli(['latents', ...args])
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    }
    expect((await filesOf(at()))?.includes(join(at(), 'none.png'))).toBe(false)
  })
})
