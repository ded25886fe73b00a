import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readNpz } from './read-npz.js'
import { tensorNumbers } from './tensor.js'

/** np.savez_compressed of numpy 1.24: weight = float32 sin(3 + 1.3 i) of [1, 3], bias = float32 sin(6) of [1]. */
const SAVED = Buffer.from(
  `UEsDBBQAAAAIAAAAIQD++9ifUwAAAIwAAAAKABQAd2VpZ2h0Lm5weQEAEACMAAAAAAAAAFMAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoq6j
oJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjoKxpo6CrUKZAOuw40Cdrc6s/ZvnKW4HwBQSwMEFAAAAAgAAAAhAJbXo8JIAAAAhAAAAAgAFABi
aWFzLm5weQEAEACEAAAAAAAAAEgAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjqa
Ogq1ChQArh7+/n0AUEsBAhQDFAAAAAgAAAAhAP772J9TAAAAjAAAAAoAAAAAAAAAAAAAAIABAAAAAHdlaWdodC5ucHlQSwECFAMUAAAACAAAACEAltej
wkgAAACEAAAACAAAAAAAAAAAAAAAgAGPAAAAYmlhcy5ucHlQSwUGAAAAAAIAAgBuAAAAEQEAAAAA`,
  'base64',
)

const LIMIT = 2 ** 20

interface ZipFile {
  readonly name: string
  readonly data: Buffer
  /** Bytes as they stand in the archive, what they claim to unpack to, and other lies. */
  readonly packed?: Buffer
  readonly size?: number
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
  readonly at?: number
}

function zipOf(files: readonly ZipFile[], count = files.length): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let at = 0
  for (const { name, data, packed = data, size = data.length, method = 0, flags = 0, ...lies } of files) {
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    central.writeUInt32LE(lies.crc ?? crc32(data), 16)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(size, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(lies.at ?? at, 42)
    locals.push(local, Buffer.from(name), packed)
    centrals.push(central, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}

function npy(descr: string, shape: string, data: Buffer, fortran = 'False'): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`
  const length = Buffer.alloc(2)
  length.writeUInt16LE(text.length)
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(text, 'latin1'),
    data,
  ])
}

const floats = (...numbers: number[]) => Buffer.from(Float32Array.from(numbers).buffer)
const one = (data: Buffer, lies: Partial<ZipFile> = {}) => zipOf([{ name: 'a.npy', data, ...lies }])
const numbersOf = (bytes: Buffer, name = 'a') => {
  const tensor = readNpz(bytes, LIMIT).get(name)
  return tensor === undefined ? null : { shape: tensor.shape, numbers: [...(tensorNumbers(tensor) ?? [])] }
}

describe('arrays', () => {
  test('as numpy saves them, deflated', () => {
    const numbers = [0, 1, 2].map((i) => Math.fround(Math.sin(3 + 1.3 * i)))
    expect(numbersOf(SAVED, 'weight')).toEqual({ shape: [1, 3], numbers })
    expect(numbersOf(SAVED, 'bias')).toEqual({ shape: [1], numbers: [Math.fround(Math.sin(6))] })
  })

  test('of columns one after the other (fortran_order) are turned', () => {
    const bytes = one(npy('<f4', '(2, 3)', floats(1, 4, 2, 5, 3, 6), 'True'))
    expect(numbersOf(bytes)).toEqual({ shape: [2, 3], numbers: [1, 2, 3, 4, 5, 6] })
  })

  test('of float64, of float16, and a lone number', () => {
    const double = Buffer.from(Float64Array.of(1 / 3).buffer)
    expect(numbersOf(one(npy('<f8', '(1,)', double)))?.numbers).toEqual([1 / 3])
    expect(numbersOf(one(npy('<f2', '()', Buffer.from('003c', 'hex'))))).toEqual({ shape: [], numbers: [1] })
  })
})

describe('hostile archives', () => {
  const sound = npy('<f4', '(1,)', floats(1))
  const zeros = Buffer.alloc(LIMIT)
  const packed = deflateRawSync(zeros)
  const bomb: ZipFile = { name: 'a.npy', data: zeros, packed, method: 8 }
  const cases: readonly (readonly [what: string, file: Buffer, problem: string])[] = [
    ['empty', Buffer.alloc(0), 'end record'],
    ['no zip', Buffer.alloc(100, 'PK'), 'end record'],
    ['a bomb that says so', one(zeros, { packed, method: 8, size: LIMIT + 1 }), 'at most 1048576 bytes'],
    ['a bomb that lies', one(zeros, { packed, method: 8, size: 1 }), 'larger than 1 bytes'],
    ['many small bombs', zipOf([bomb, { ...bomb, name: 'b.npy' }]), 'at most 1048576 bytes'],
    ['many names for the same bytes', zipOf(Array(3).fill({ name: 'a.npy', data: sound, at: 0 })), 'once'],
    [
      'fewer bytes than it says',
      one(sound, { size: sound.length + 1 }),
      `Expected ${sound.length + 1} unpacked`,
    ],
    ['another CRC', one(sound, { crc: 1 }), 'CRC-32 of a.npy'],
    ['encrypted', one(sound, { flags: 1 }), 'no encryption'],
    ['another method', one(sound, { method: 12 }), 'got method 12'],
    ['deflate that is none', one(sound, { method: 8, packed: Buffer.alloc(9, 0xff) }), 'invalid block type'],
    ['a local record elsewhere', one(sound, { at: 2 ** 31 }), 'a record of a zip archive at 2147483648'],
    ['more files than there are', zipOf([{ name: 'a.npy', data: sound }], 3), 'a record of a zip archive'],
    ['too many files', zipOf([{ name: 'a.npy', data: sound }], 65535), 'at most 1000 files'],
    ['another file', zipOf([{ name: 'run.sh', data: sound }]), 'only .npy files, got run.sh'],
    ['pickled objects', one(npy('|O', '(1,)', Buffer.alloc(8))), 'Expected <f2, <f4 or <f8'],
    ['big endian', one(npy('>f4', '(1,)', floats(1))), 'Expected <f2, <f4 or <f8'],
    ['a shape of another size', one(npy('<f4', '(99999999999, 9)', floats(1))), 'bytes for a.npy, got 4'],
    ['three dimensions', one(npy('<f4', '(1, 1, 1)', floats(1))), 'up to two dimensions'],
    ['version 2', one(Buffer.from('\x93NUMPY\x02\x00      ', 'latin1')), 'version 1.0'],
  ]
  test.each(cases)('%s', (_, file, problem) => {
    expect(() => readNpz(file, LIMIT)).toThrow(problem)
  })

  test('cut anywhere, it is refused', () => {
    for (let length = 0; length < SAVED.length; length++)
      expect(() => readNpz(SAVED.subarray(0, length), LIMIT)).toThrow()
  })

  test('the limit is of all files together', () => {
    const half = npy('<f4', '(131072,)', Buffer.alloc(2 ** 19))
    const file = (name: string): ZipFile => ({ name, data: half, packed: deflateRawSync(half), method: 8 })
    expect(readNpz(zipOf([file('a.npy')]), LIMIT).size).toBe(1)
    expect(() => readNpz(zipOf([file('a.npy'), file('b.npy')]), LIMIT)).toThrow('at most 1048576 bytes')
  })
})
