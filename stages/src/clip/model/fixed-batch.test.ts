import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkModel } from './check-model.js'
import { loadModel } from './load-model.js'
import { openTower } from './open-tower.js'
import { imageGraph, maskedGraph, type TestModel, textGraph, writeModel } from './test-model.js'
import { encodeOnnx, type OnnxGraph } from './test-onnx.js'

const root = mkdtempSync(join(tmpdir(), 'fixed-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

/** The graph as exporters without dynamic axes write it. */
function fixedAt(batch: number, graph: OnnxGraph): Buffer {
  const fix = (values: OnnxGraph['inputs']): OnnxGraph['inputs'] =>
    values.map((value) => ({ ...value, shape: [batch, ...value.shape.slice(1)] }))
  return encodeOnnx({ ...graph, inputs: fix(graph.inputs), outputs: fix(graph.outputs) })
}

async function vectorsOf(
  change: TestModel,
  tower: 'image' | 'text',
  data: Float32Array | Int32Array,
  lengths?: Int32Array,
): Promise<readonly number[]> {
  const model = await loadModel(writeModel(join(root, `model-${count++}`), change))
  await checkModel(model)
  const open = await openTower(model, tower, { provider: 'cpu', threads: 1 })
  try {
    return [...(await open.run(data, 7, lengths))]
  } finally {
    await open.close()
  }
}

const pictures = Float32Array.from({ length: 7 * 3 * 64 }, (_, i) => Math.cos(i))
const ids = Int32Array.from({ length: 7 * 6 }, (_, i) => 2 + (i % 4))
const masked: TestModel = {
  text: encodeOnnx(maskedGraph),
  change: ({ text }) => Object.assign(text, { attention_mask: 'mask' }),
}
const lengths = Int32Array.of(6, 1, 2, 3, 4, 5, 6)

function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length)
  const worst = Math.max(...got.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))))
  expect(worst).toBeLessThan(1e-6)
}

test.each([1, 3, 8])('a tower that insists on %i rows gives what an open one gives', async (batch) => {
  expectClose(
    await vectorsOf({ image: fixedAt(batch, imageGraph) }, 'image', pictures),
    await vectorsOf({}, 'image', pictures),
  )
  expectClose(
    await vectorsOf({ text: fixedAt(batch, textGraph) }, 'text', ids),
    await vectorsOf({}, 'text', ids),
  )
  expectClose(
    await vectorsOf({ ...masked, text: fixedAt(batch, maskedGraph) }, 'text', ids, lengths),
    await vectorsOf(masked, 'text', ids, lengths),
  )
})
