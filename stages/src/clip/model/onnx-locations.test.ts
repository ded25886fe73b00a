import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { onnxLocations } from './onnx-locations.js'
import { imageGraph } from './test-model.js'
import { bytes, encodeOnnx, int, message } from './test-onnx.js'

const root = mkdtempSync(join(tmpdir(), 'onnx-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

function locationsOf(...parts: readonly Buffer[]): readonly string[] {
  const path = join(root, `${count++}.onnx`)
  writeFileSync(path, Buffer.concat(parts))
  return onnxLocations(path)
}

const entry = (key: string, value: string) => message(13, bytes(1, key), bytes(2, value))
const tensor = (field: number, location: string) =>
  message(field, int(2, 1), entry('location', location), int(14, 1))
const nodeWith = (attribute: Buffer) =>
  message(1, bytes(4, 'Constant'), message(5, bytes(1, 'value'), attribute))

test('a file with all its weights names none', () => {
  expect(locationsOf(encodeOnnx(imageGraph))).toEqual([])
})

test('names, once, wherever tensors stand', () => {
  const inner = message(7, nodeWith(tensor(5, 'b')), message(15, tensor(1, 'c'), tensor(2, 'a')))
  const file = [
    message(7, tensor(5, 'a'), tensor(5, 'a'), nodeWith(tensor(10, 'd'))),
    message(7, nodeWith(message(6, tensor(5, 'in a branch')))),
    message(7, nodeWith(message(11, nodeWith(message(22, tensor(1, 'sparse')))))),
    message(20, message(1, tensor(5, 'training'))),
    message(25, message(7, message(5, tensor(5, 'function'))), message(11, tensor(5, 'default'))),
    inner,
  ]
  expect(new Set(locationsOf(encodeOnnx(imageGraph), ...file))).toEqual(
    new Set(['a', 'b', 'c', 'd', 'in a branch', 'sparse', 'training', 'function', 'default']),
  )
})

test('however an entry is spelled', () => {
  const backwards = message(7, message(5, message(13, bytes(2, 'x'), bytes(1, 'location'))))
  const padded = Buffer.from('\x0a\x88\x80\x00location\x12\x81\x00y', 'latin1')
  const stuffed = message(
    7,
    message(5, message(13, int(9, 5), bytes(1, 'location'), bytes(7, 'z'), bytes(2, 'z'))),
  )
  expect(locationsOf(backwards, message(7, message(5, bytes(13, padded))), stuffed)).toEqual(['x', 'y', 'z'])
})

test('weights that look like a name are none', () => {
  expect(locationsOf(message(7, message(5, bytes(9, '\x0a\x08location\x12\x01x'))))).toEqual([])
})

test('weights are jumped over, not read', () => {
  const big = message(7, message(5, bytes(9, Buffer.alloc(5_000_000))), tensor(5, 'behind'))
  expect(locationsOf(big)).toEqual(['behind'])
})

describe('no protobuf', () => {
  const deep = Array.from({ length: 100 }).reduce<Buffer>(
    (inner) => message(6, message(1, message(5, inner))),
    int(1, 1),
  )
  test.each<[string, Buffer, RegExp]>([
    ['text', Buffer.from('hello'), /wire type|passes/],
    ['zeros', Buffer.alloc(100), /a field 0/],
    ['cut off', encodeOnnx(imageGraph).subarray(0, -3), /end in the middle|passes its message/],
    ['a length beyond the file', Buffer.from([0x3a, 0xff, 0x7f]), /passes its message/],
    ['a number without an end', Buffer.alloc(20, 0xff), /more than 10 bytes/],
    ['an inner message beyond its outer one', message(7, Buffer.from([0x2a, 5, 0])), /passes its message/],
    ['nesting', message(7, message(1, message(5, deep))), /deep/],
    ['a long name', message(7, tensor(5, 'x'.repeat(5000))), /a text of 5000 bytes/],
  ])('%s', (_, file, problem) => {
    expect(() => locationsOf(file)).toThrow(problem)
  })
})
