import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { float32Tensor, type Tensor } from './tensor.js'
import { writeSafetensors } from './write-safetensors.js'

/** An embedding of length 1 by formula; `k` picks one. */
export function testEmbedding(dim: number, k: number): Float32Array {
  const raw = Float64Array.from({ length: dim }, (_, i) => Math.sin(1 + k + i * 1.7))
  const length = Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0))
  return Float32Array.from(raw, (x) => x / length)
}

function wave(rows: number, columns: number, start: number, change = (x: number) => x): Tensor {
  const numbers = Array.from({ length: rows * columns }, (_, i) => change(Math.sin(start + i * i * 0.7)))
  return float32Tensor([rows, columns], numbers)
}

const vector = (size: number, start: number, change?: (x: number) => number): Tensor => ({
  ...wave(1, size, start, change),
  shape: [size],
})

/** 6 → 5 → 3 → 1 with a normalisation, by formula. */
export function testTensors(): Map<string, Tensor> {
  return new Map([
    ['norm.mean', vector(6, 0.5, (x) => Math.fround(x) / 4)],
    ['norm.variance', vector(6, 2.5, Math.abs)],
    ['linear_1.weight', wave(5, 6, 1)],
    ['linear_1.bias', vector(5, 4)],
    ['linear_2.weight', wave(3, 5, 2)],
    ['linear_2.bias', vector(3, 5)],
    ['linear_3.weight', wave(1, 3, 3)],
    ['linear_3.bias', vector(1, 6)],
  ])
}

/** What numpy in float64 makes of `testTensors` with relu, relu, sigmoid and `testEmbedding(6, k)`, k from 0. */
export const TEST_NUMBERS = [
  0.2486396215337827, 0.04532771090477896, 0.022153543138289763, 0.10405917467938887,
] as const

/** A head.json to change in a test. */
export interface TestHead {
  [field: string]: unknown
  layers: { weight: string; bias: string; activation: string }[]
}

export interface HeadChanges {
  readonly tensors?: ReadonlyMap<string, Tensor>
  readonly weights?: Buffer
  readonly change?: (head: TestHead) => void
}

/** Writes head.json and its weights into `folder`; returns the path of head.json. */
export function writeTestHead(folder: string, changes: HeadChanges = {}): string {
  mkdirSync(folder, { recursive: true })
  const weights = changes.weights ?? writeSafetensors(changes.tensors ?? testTensors(), {})
  writeFileSync(join(folder, 'weights.safetensors'), weights)
  const head: TestHead = {
    version: 1,
    kind: 'head',
    name: 'tiny',
    id: 'tiny-head',
    license: 'MIT',
    source: 'a test',
    requires: 'tests/tiny',
    dim: 6,
    column: 'punsafe',
    weights: { file: 'weights.safetensors', sha256: createHash('sha256').update(weights).digest('hex') },
    normalise: { mean: 'norm.mean', variance: 'norm.variance', epsilon: 1e-10 },
    layers: ['relu', 'relu', 'sigmoid'].map((activation, i) => ({
      weight: `linear_${i + 1}.weight`,
      bias: `linear_${i + 1}.bias`,
      activation,
    })),
  }
  changes.change?.(head)
  const path = join(folder, 'head.json')
  writeFileSync(path, JSON.stringify(head))
  return path
}
