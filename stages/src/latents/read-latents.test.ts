import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openTar } from '../shards/write-tar.js'
import { latentNpy } from './latent-npy.js'
import { parseLatent, readLatents, type StoredLatent } from './read-latents.js'

const folder = mkdtempSync(join(tmpdir(), 'read-latents-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0

const latent = { data: Float32Array.of(1, -2, 0.25, 0, 0.5, 65504), channels: 3, height: 1, width: 2 }

async function read(...members: readonly (readonly [string, Buffer])[]): Promise<readonly StoredLatent[]> {
  const path = join(folder, `${count++}.tar`)
  const tar = openTar(path)
  for (const [name, bytes] of members) await tar.add(name, bytes)
  await tar.close()
  const found: StoredLatent[] = []
  for await (const each of readLatents(path)) found.push(each)
  return found
}

test('what was written comes back', async () => {
  const sample = (key: string) =>
    [
      [`${key}.latent.npy`, latentNpy(latent)],
      [`${key}.txt`, Buffer.from('schön')],
      [`${key}.json`, Buffer.from('{"key": 1}')],
    ] as const
  expect(await read()).toEqual([])
  const rest = { latent, caption: 'schön', json: { key: 1 } }
  expect(await read(...sample('001'), ...sample('000'))).toEqual([
    { key: '001', ...rest },
    { key: '000', ...rest },
  ])
  const [npy, txt, json] = sample('1')
  await expect(read(npy, txt)).rejects.toThrow('Expected whole samples')
  await expect(read(npy, json, txt)).rejects.toThrow('Expected <key>.latent.npy, .txt and .json')
})

test('a .npy of another kind, or cut short, is refused', () => {
  const npy = latentNpy(latent)
  const changed = (from: string, to: string) =>
    Buffer.from(npy.toString('latin1').replace(from, to), 'latin1')
  expect(parseLatent(npy)).toEqual(latent)
  for (const wrong of [
    npy.subarray(0, -1),
    npy.subarray(0, 40),
    changed('<f2', '<f4'),
    changed('False', 'True '),
  ]) {
    expect(() => parseLatent(wrong)).toThrow('Expected a .npy file of float16 in three dimensions')
  }
})
