import { describe, expect, test } from 'vitest'
import { readSafetensors } from './read-safetensors.js'
import { float32Tensor, tensorNumbers } from './tensor.js'
import { writeSafetensors } from './write-safetensors.js'

/** A file with this header, as it is written by hand. */
function fileOf(header: unknown, dataBytes = 0, length?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(length ?? BigInt(text.length))
  return Buffer.concat([size, text, Buffer.alloc(dataBytes)])
}

const entry = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

test('what is written comes back, in its order', () => {
  const tensors = new Map([
    ['b', float32Tensor([1, 2], [0.5, -1e30])],
    ['a', float32Tensor([], [1 / 3])],
    ['empty', float32Tensor([0, 7], [])],
  ])
  const bytes = writeSafetensors(tensors, { name: 'é' })
  expect(bytes.readUInt32LE() % 8).toBe(0)
  const read = readSafetensors(bytes)
  expect(read.metadata).toEqual({ name: 'é' })
  expect([...read.tensors.keys()].sort()).toEqual(['a', 'b', 'empty'])
  expect(read.tensors.get('b')).toEqual(tensors.get('b'))
  expect([...(tensorNumbers(read.tensors.get('a') ?? float32Tensor([], [])) ?? [])]).toEqual([
    Math.fround(1 / 3),
  ])
})

test('offsets, not names, give the order', () => {
  const { tensors } = readSafetensors(fileOf({ z: entry(4, 8), a: entry(8, 12), m: entry(0, 4) }, 12))
  expect([...tensors.keys()]).toEqual(['m', 'z', 'a'])
})

describe('hostile files', () => {
  const cases: readonly (readonly [what: string, file: Buffer, problem: string])[] = [
    ['empty', Buffer.alloc(0), '8 bytes of header length'],
    ['a header longer than the file', fileOf('{}', 0, 3n), 'got a length of 3'],
    ['a header of 2^64 - 1', fileOf('{}', 0, 2n ** 64n - 1n), 'got a length of 18446744073709551615'],
    ['a header over the limit', fileOf(`{}${' '.repeat(2 ** 20)}`), 'at most 1048576 bytes'],
    ['no JSON', fileOf('nope'), 'JSON'],
    ['a list for a header', fileOf('[]'), 'JSON object'],
    ['nested deep', fileOf(`{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`), 'a known dtype'],
    ['numbers as metadata', fileOf({ __metadata__: { a: 1 } }), 'texts for __metadata__'],
    ['offsets outside', fileOf({ a: entry(0, 8) }, 4), 'got 0 to 8'],
    [
      'offsets far outside',
      fileOf({ a: entry(2 ** 52, 2 ** 52 + 4) }, 4),
      'Expected offsets from 0 within 4',
    ],
    ['negative offsets', fileOf({ a: entry(-4, 0, [1]) }, 4), 'two data_offsets'],
    ['overlap', fileOf({ a: entry(0, 8), b: entry(4, 12) }, 12), 'Expected offsets from 8 within 12 for "b"'],
    ['the same bytes twice', fileOf({ a: entry(0, 8), b: entry(0, 8) }, 8), 'Expected offsets from 8'],
    ['a hole', fileOf({ a: entry(0, 4), b: entry(8, 12) }, 12), 'Expected offsets from 4'],
    ['truncated', fileOf({ a: entry(0, 8) }, 7), 'within 7'],
    ['bytes behind the end', fileOf({ a: entry(0, 8) }, 9), 'Expected 8 bytes of data'],
    ['a shape of another size', fileOf({ a: entry(0, 8, [3]) }, 8), 'Expected 12 bytes for F32 [3]'],
    ['a shape of fractions', fileOf({ a: entry(0, 8, [0.5, 4]) }, 8), 'sizes for the shape'],
    ['a shape beyond every number', fileOf({ a: entry(0, 8, Array(8).fill(2 ** 52)) }, 8), 'bytes for F32'],
    ['a shape of many sizes', fileOf({ a: entry(0, 4, Array(9).fill(1)) }, 4), 'at most 8 sizes'],
    ['an unknown dtype', fileOf({ a: entry(0, 8, [2], 'F33') }, 8), 'a known dtype for "a", got "F33"'],
    ['a dtype of every object', fileOf({ a: entry(0, 8, [2], 'constructor') }, 8), 'a known dtype'],
    ['an entry that is null', fileOf({ a: null }), 'a known dtype'],
    ['a name of every object', fileOf('{"__proto__":{"dtype":"F32"}}'), 'sizes for the shape of "__proto__"'],
  ]
  test.each(cases)('%s', (_, file, problem) => {
    expect(() => readSafetensors(file)).toThrow(problem)
  })

  test('cut anywhere, it is refused', () => {
    const whole = writeSafetensors(new Map([['a', float32Tensor([3], [1, 2, 3])]]), {})
    for (let length = 0; length < whole.length; length++)
      expect(() => readSafetensors(whole.subarray(0, length))).toThrow()
  })
})
