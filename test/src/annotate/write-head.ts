import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HeadManifest } from '@warc2dataset/schemas'
import { float32Tensor } from '@warc2dataset/stages/heads/tensor'
import { writeSafetensors } from '@warc2dataset/stages/heads/write-safetensors'

export interface HeadOrder {
  readonly name: string
  readonly requires: string
  readonly column: string
  readonly weights: readonly number[]
  readonly bias: number
}

/** A head of one layer, w·e + b, in a folder of its own; returns the path of its head.json. */
export function writeHead(folder: string, { name, requires, column, weights, bias }: HeadOrder): string {
  mkdirSync(folder, { recursive: true })
  const bytes = writeSafetensors(
    new Map([
      ['linear_1.weight', float32Tensor([1, weights.length], weights)],
      ['linear_1.bias', float32Tensor([1], [bias])],
    ]),
    {},
  )
  writeFileSync(join(folder, 'weights.safetensors'), bytes)
  const manifest: HeadManifest = {
    version: 1,
    kind: 'head',
    name,
    id: `${name}-test`,
    license: 'MIT',
    source: 'a test',
    requires,
    dim: weights.length,
    column,
    weights: { file: 'weights.safetensors', sha256: createHash('sha256').update(bytes).digest('hex') },
    normalise: null,
    layers: [{ weight: 'linear_1.weight', bias: 'linear_1.bias', activation: 'none' }],
  }
  const path = join(folder, 'head.json')
  writeFileSync(path, JSON.stringify(manifest))
  return path
}
