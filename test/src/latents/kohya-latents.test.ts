import { cp, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { exportRun } from '@warc2dataset/pipeline/export/export-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { readZip } from '@warc2dataset/stages/heads/read-zip'
import { headerBytes } from '@warc2dataset/stages/npy/npy-header'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { packedSamples } from '../buckets/packed-samples.js'
import { treeOf } from '../export/export-world.js'
import { runHere } from '../web/web-world.js'
import { type LatentsWorld, openLatentsWorld, storedLatents, writeSquares } from './latents-world.js'

const at = tempFolder()
let world: LatentsWorld
let run: string

beforeAll(async () => {
  world = await openLatentsWorld(at())
  run = at('run')
  await cp(world.packed, run, { recursive: true })
  await runHere(world.recipe, run)
})

const kohya = (of: string, out: string, ...more: readonly string[]) =>
  runCli(['export', of, '--to', 'kohya', '--out', out, ...more])

/** Arrays of a .npz by name, without their headers. */
async function arraysOf(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const zip = readZip(await readFile(path), 2 ** 20)
  return new Map([...zip].map(([name, npy]) => [name, npy.subarray(headerBytes)]))
}

describe('export --to kohya --latents', () => {
  it('an .npz beside each picture, named after its size, with the stored numbers as float32', async () => {
    const { code, stderr } = await kohya(run, at('kohya'), '--latents')
    expect([code, stderr]).toEqual([0, expect.any(String)])
    const names = ((await filesOf(at('kohya'))) ?? []).map((path) => path.slice(at('kohya').length + 1))
    for (const [shard, samples] of await packedSamples(run)) {
      const stored = await storedLatents(join(run, 'latents', `${shard}.tar`))
      for (const [index, sample] of samples.entries()) {
        const { key, real, original_width, original_height } = sample
        const [width, height] = [real.width, real.height].map((side) => String(side).padStart(4, '0'))
        const npz = `1_${shard}/${key}_${width}x${height}_sd.npz`
        expect(names).toContain(npz)
        expect(names).toContain(`1_${shard}/${key}.jpg`)
        const arrays = await arraysOf(at('kohya', npz))
        const latents = arrays.get('latents.npy') ?? Buffer.alloc(0)
        const floats = Float32Array.from({ length: latents.length / 4 }, (_, i) => latents.readFloatLE(4 * i))
        expect(floats).toEqual(stored[index]?.latent.data)
        const size = arrays.get('original_size.npy')
        expect([size?.readBigInt64LE(0), size?.readBigInt64LE(8)].map(Number)).toEqual([
          original_width,
          original_height,
        ])
      }
    }
    const again = await kohya(run, at('kohya'), '--latents')
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('were there already')])
  })

  it('is another export than one without them', async () => {
    const before = await treeOf(at('kohya'))
    const { code, stderr } = await kohya(run, at('kohya'))
    expect([code, stderr]).toEqual([2, expect.stringContaining('other embeddings or latents')])
    expect(await treeOf(at('kohya'))).toEqual(before)
  })

  it('refused before anything is written: a run without latents, a family without such files', async () => {
    const none = await kohya(world.packed, at('none'), '--latents')
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('got none')])
    const flux = writeSquares(
      at('flux'),
      (manifest) => void Object.assign(manifest, { name: 'flux', family: 'flux' }),
    )
    const other = at('flux-run')
    await cp(world.packed, other, { recursive: true })
    await runHere(world.recipe, other, [['latents.vae', `file:${flux}`]])
    const refused = await kohya(other, at('none'), '--latents')
    expect([refused.code, refused.stderr]).toEqual([
      5,
      expect.stringContaining(
        'Expected a VAE of the family sd or sdxl for .npz files, got flux (squares-test)',
      ),
    ])
    expect(await filesOf(at('none'))).toBeNull()
  })

  it('the whole space that it asks for is enough', async () => {
    const view = await openRun(run)
    const onDisk = (bavail: number) =>
      exportRun(view, {
        ...{ to: 'kohya', out: at('small'), allowToy: false, latents: true },
        askDisk: async () => ({ bavail, bsize: 1 }),
      })
    const refused: unknown = await onDisk(0).catch((error: unknown) => error)
    const needed = Number(/Expected (\d+) bytes/.exec(String(refused))?.[1])
    await expect(onDisk(needed - 1)).rejects.toMatchObject({ exit: 'disk_full' })
    expect(await filesOf(at('small'))).toBeNull()
    await onDisk(needed)
    const stats = await Promise.all(((await filesOf(at('small'))) ?? []).map((path) => stat(path)))
    expect(stats.reduce((sum, { blocks }) => sum + blocks * 512, 0)).toBeLessThanOrEqual(needed)
  })
})
