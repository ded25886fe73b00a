import { describe, expect, test } from 'vitest'
import { readLayersJson } from './read-layers-json.js'
import { tensorNumbers } from './tensor.js'

const read = (file: unknown) => readLayersJson(JSON.stringify(file))
const layer = { weight: [[1, 2]], bias: [3] }

test('w and b are one layer without activation', () => {
  const { tensors, about, activations } = read({ name: 'x', w: [1, 2, 0.1], b: -4 })
  const shapes = [...tensors].map(([name, tensor]) => [
    name,
    tensor.shape,
    [...(tensorNumbers(tensor) ?? [])],
  ])
  expect(shapes).toEqual([
    ['layers.0.weight', [1, 3], [1, 2, Math.fround(0.1)]],
    ['layers.0.bias', [1], [-4]],
  ])
  expect({ about, activations }).toEqual({ about: { name: 'x' }, activations: ['none'] })
})

test('layers, with what they tell of their activations', () => {
  const first = {
    weight: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    bias: [7, 8, 9],
    activation: 'relu',
  }
  const { tensors, activations } = read({ layers: [first, { weight: [[1, 2, 3]], bias: [0] }] })
  expect([...tensors.values()].map(({ shape }) => shape)).toEqual([[3, 2], [3], [1, 3], [1]])
  expect([...(tensorNumbers(tensors.get('layers.0.weight') as never) ?? [])]).toEqual([1, 2, 3, 4, 5, 6])
  expect(activations).toEqual(['relu', null])
})

describe('refused', () => {
  test.each([
    ['a list', [], 'JSON object'],
    ['nothing', {}, 'either w and b or a list of layers'],
    ['both forms', { w: [1], b: 1, layers: [layer] }, 'either w and b'],
    ['w alone', { w: [1] }, 'either w and b'],
    ['a formula in another field', { w: [1], b: 1, mean: [0] }, 'another value for "mean"'],
    ['texts among numbers', { w: [1, '2'], b: 1 }, 'only numbers in w, got "2"'],
    ['null among numbers', { w: [1, null], b: 1 }, 'only numbers in w'],
    ['a list for b', { w: [1], b: [1] }, 'only numbers in b'],
    [
      'rows of two lengths',
      { layers: [{ weight: [[1, 2], [3]], bias: [1, 2] }] },
      'rows of 2 in layers.0.weight',
    ],
    [
      'a weight that is no matrix',
      { layers: [{ weight: 1, bias: [1] }] },
      'weight, bias and activation in layers.0',
    ],
    ['a field more in a layer', { layers: [{ ...layer, scale: 2 }] }, 'got "scale"'],
    ['another activation', { layers: [{ ...layer, activation: 'gelu' }] }, 'layers.0.activation, got "gelu"'],
    ['a layer that is null', { layers: [null] }, 'layers.0'],
  ])('%s', (_, file, problem) => {
    expect(() => read(file)).toThrow(problem)
  })
})
