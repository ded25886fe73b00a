import type { OnnxGraph, OnnxNode } from '@warc2dataset/stages/clip/model/test-onnx'
import { openGraph, type Writing } from './write-graph.js'

/** Sizes of OpenAI's ViT-B/32 (openai/CLIP, model.py): the work is that of the real one, the numbers are not. */
const DIM = 512
const LAYERS = 12
const IMAGE = { size: 224, patch: 32, width: 768, heads: 12 } as const
const TEXT = { context: 77, words: 49_408, width: 512, heads: 8 } as const

export const b32 = { dim: DIM, size: IMAGE.size, context: TEXT.context } as const

/** The picture tower with random weights: `pixels` [batch, 3, 224, 224] → `image` [batch, 512]. */
export function imageGraph(seed: number): OnnxGraph {
  const { size, patch, width, heads } = IMAGE
  const grid = (size / patch) ** 2
  const writing = openGraph(seed)
  const { node, weight, ints } = writing
  const strips = { kernel_shape: [patch, patch], strides: [patch, patch] }
  const cut = node('Conv', ['pixels', weight([width, 3, patch, patch], 3 * patch * patch)], strips)
  const rows = node('Transpose', [node('Reshape', [cut, ints([0, width, grid])])], { perm: [0, 2, 1] })
  // A row of zeros in front becomes the class row through its position.
  const padded = node('Pad', [rows, ints([0, 1, 0, 0, 0, 0])])
  const placed = node('Add', [padded, weight([grid + 1, width], 4)])
  const seen = blocks(writing, norm(writing, placed, width), { rows: grid + 1, width, heads, mask: null })
  const first = node('Gather', [norm(writing, seen, width), ints([0], [])], { axis: 1 })
  const image = node('MatMul', [first, weight([width, DIM], width)])
  return graphOf(
    writing,
    { name: 'pixels', type: 'float32', shape: ['batch', 3, size, size] },
    image,
    'image',
  )
}

/** The text tower: `ids` [batch, 77] int64 → `text` [batch, 512]; the last row stands for the text. */
export function textGraph(seed: number): OnnxGraph {
  const { context, words, width, heads } = TEXT
  const writing = openGraph(seed)
  const { node, weight, ints, floats } = writing
  const rows = node('Gather', [weight([words, width], 4), 'ids'], { axis: 0 })
  const placed = node('Add', [rows, weight([context, width], 4)])
  const causal = Float32Array.from({ length: context ** 2 }, (_, i) =>
    i % context > Math.floor(i / context) ? -1e9 : 0,
  )
  const mask = floats([context, context], causal)
  const read = blocks(writing, placed, { rows: context, width, heads, mask })
  const last = node('Gather', [norm(writing, read, width), ints([context - 1], [])], { axis: 1 })
  const text = node('MatMul', [last, weight([width, DIM], width)])
  return graphOf(writing, { name: 'ids', type: 'int64', shape: ['batch', context] }, text, 'text')
}

interface BlockSizes {
  readonly rows: number
  readonly width: number
  readonly heads: number
  /** Added to what each row may look at. */
  readonly mask: string | null
}

function blocks(writing: Writing, input: string, sizes: BlockSizes): string {
  let rows = input
  for (let layer = 0; layer < LAYERS; layer++) {
    const looked = writing.node('Add', [rows, attend(writing, norm(writing, rows, sizes.width), sizes)])
    rows = writing.node('Add', [looked, think(writing, norm(writing, looked, sizes.width), sizes.width)])
  }
  return rows
}

function attend(writing: Writing, rows: string, { rows: count, width, heads, mask }: BlockSizes): string {
  const { node, ints, floats } = writing
  const side = width / heads
  const part = (perm: readonly number[]): string =>
    node(
      'Transpose',
      [node('Reshape', [linear(writing, rows, width, width), ints([0, count, heads, side])])],
      {
        perm,
      },
    )
  const [asking, asked, said] = [part([0, 2, 1, 3]), part([0, 2, 3, 1]), part([0, 2, 1, 3])]
  const scaled = node('Mul', [node('MatMul', [asking, asked]), floats([], Float32Array.of(side ** -0.5))])
  const masked = mask === null ? scaled : node('Add', [scaled, mask])
  const heard = node('MatMul', [node('Softmax', [masked], { axis: 3 }), said])
  const together = node('Reshape', [
    node('Transpose', [heard], { perm: [0, 2, 1, 3] }),
    ints([0, count, width]),
  ])
  return linear(writing, together, width, width)
}

/** Two layers with OpenAI's quick GELU between: x · sigmoid(1.702 x). */
function think(writing: Writing, rows: string, width: number): string {
  const { node, floats } = writing
  const wide = linear(writing, rows, width, 4 * width)
  const gate = node('Sigmoid', [node('Mul', [wide, floats([], Float32Array.of(1.702))])])
  return linear(writing, node('Mul', [wide, gate]), 4 * width, width)
}

function linear({ node, weight }: Writing, rows: string, from: number, to: number): string {
  return node('Add', [node('MatMul', [rows, weight([from, to], from)]), weight([to], from)])
}

/** As torch exports it, so that the runtime makes one operator of it. */
function norm({ node, floats }: Writing, rows: string, width: number): string {
  const mean = { axes: [2], keepdims: 1 }
  const apart = node('Sub', [rows, node('ReduceMean', [rows], mean)])
  const variance = node('ReduceMean', [node('Pow', [apart, floats([], Float32Array.of(2))])], mean)
  const deviation = node('Sqrt', [node('Add', [variance, floats([], Float32Array.of(1e-5))])])
  const scaled = node('Mul', [
    node('Div', [apart, deviation]),
    floats([width], new Float32Array(width).fill(1)),
  ])
  return node('Add', [scaled, floats([width], new Float32Array(width))])
}

function graphOf(
  { nodes, weights }: Writing,
  input: OnnxGraph['inputs'][number],
  last: string,
  name: string,
): OnnxGraph {
  const end: OnnxNode = { op: 'Identity', inputs: [last], output: name }
  return {
    inputs: [input],
    outputs: [{ name, type: 'float32', shape: ['batch', DIM] }],
    nodes: [...nodes, end],
    weights,
  }
}
