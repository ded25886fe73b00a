import { vaeSchema } from '@warc2dataset/schemas'
import { describe, expect, test } from 'vitest'
import { readZip } from '../heads/read-zip.js'
import { latentNpy } from './latent-npy.js'
import { latentNpz, npzName } from './latent-npz.js'

const latent = { data: Float32Array.of(1, -2, 1 / 3, 0, 0.5, 65504), channels: 3, height: 1, width: 2 }
const origin = { originalWidth: 640, originalHeight: 480, cropLtrb: [0, -1, 16, 8.5] } as const
const graph = { file: 'a.onnx', sha256: '0'.repeat(64), input: 'x', output: 'y', range: '-1..1' }
const manifest = (change: object = {}) =>
  vaeSchema.parse({
    version: 1,
    name: 'sd',
    id: 'sd-test',
    license: 'MIT',
    family: 'sd',
    encoder: { ...graph, output_kind: 'mean' },
    decoder: null,
    channels: 3,
    factor: 8,
    scaling_factor: 0.5,
    shift_factor: 0.25,
    scaled: false,
    multiple_of: 8,
    ...change,
  })

/** Bytes as numpy 2.4.6 saves them: the header padded to 128 bytes. */
const npy = (descr: string, shape: string, hex: string) => {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`
  return `934e554d505901007600${Buffer.from(`${text.padEnd(117)}\n`).toString('hex')}${hex}`
}

test('.npy: float16 [channels, height, width]', () => {
  expect(latentNpy(latent).toString('hex')).toBe(npy('<f2', '(3, 1, 2)', '003c00c0553500000038ff7b'))
  expect(() => latentNpy({ ...latent, width: 3 })).toThrow('Expected 9 numbers for a latent, got 6')
})

describe('.npz', () => {
  const arrays = (change: object) =>
    Object.fromEntries(
      [...readZip(latentNpz(latent, origin, manifest(change)), 2 ** 20)].map(([name, bytes]) => [
        name,
        bytes.toString('hex'),
      ]),
    )
  const floats = (...values: readonly number[]) =>
    Buffer.from(Float32Array.from(values).buffer).toString('hex')

  test('the keys and types of kohya, latents as they are', () => {
    expect(arrays({})).toEqual({
      'latents.npy': npy('<f4', '(3, 1, 2)', floats(...latent.data)),
      'original_size.npy': npy('<i8', '(2,)', '8002000000000000e001000000000000'),
      'crop_ltrb.npy': npy(
        '<f8',
        '(4,)',
        Buffer.from(Float64Array.from(origin.cropLtrb).buffer).toString('hex'),
      ),
    })
  })

  test('a scaled latent is brought back', () => {
    const raw = [2.25, -3.75, 2 / 3 + 0.25, 0.25, 1.25, 131008.25]
    expect(arrays({ scaled: true })['latents.npy']).toBe(npy('<f4', '(3, 1, 2)', floats(...raw)))
  })

  test('names, by family; other families are refused', () => {
    expect(npzName(manifest(), '000010002', 640, 80)).toBe('000010002_0640x0080_sd.npz')
    expect(npzName(manifest({ family: 'sdxl' }), 'a', 11000, 80)).toBe('a_11000x0080_sdxl.npz')
    for (const family of ['sd3', 'flux', 'flux2', 'other']) {
      const message = `Expected a VAE of the family sd or sdxl for .npz files, got ${family} (sd-test)`
      expect(() => latentNpz(latent, origin, manifest({ family }))).toThrow(message)
      expect(() => npzName(manifest({ family }), 'a', 8, 8)).toThrow(message)
    }
  })
})
