import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SHARED } from '../place.js'

const files = {
  encoder: ['taef2_encoder.onnx', '9fd8d6eccb1e1790ab794a2877b9cde24e3537c8f9062b19cf60963fb74daa22'],
  decoder: ['taef2_decoder.onnx', 'b813cbce7483d7da48d1219ceddfccae36de6cf87df00a7ed7af1aa57cc3b134'],
} as const

export const hasTaef2 = Object.values(files).every(([file]) => existsSync(join(SHARED, 'vae', file)))

/** Writes a real tiny VAE (madebyollin/taesd, for FLUX.2) into `folder`; returns the path of its manifest. */
export function writeTaef2(folder: string): string {
  mkdirSync(folder, { recursive: true })
  for (const [file] of Object.values(files)) copyFileSync(join(SHARED, 'vae', file), join(folder, file))
  const graph = ([file, sha256]: (typeof files)[keyof typeof files], input: string, output: string) => {
    return { file, sha256, input, output, range: '0..1' }
  }
  const manifest = {
    version: 1,
    name: 'taef2',
    id: 'madebyollin/taef2',
    license: 'MIT',
    family: 'flux2',
    encoder: { ...graph(files.encoder, 'sample', 'latent_sample'), output_kind: 'mean' },
    decoder: graph(files.decoder, 'latent_sample', 'sample'),
    channels: 32,
    factor: 8,
    scaling_factor: 1,
    shift_factor: 0,
    scaled: true,
    multiple_of: 8,
  }
  const path = join(folder, 'manifest.json')
  writeFileSync(path, JSON.stringify(manifest, null, 2))
  return path
}
