import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Reads a protobuf file from place to place, without what it jumps over. */
export interface ProtoReader {
  readonly size: number
  /** A varint at `at`, and where it ends. Throws for one that is longer than 10 bytes or passes the end. */
  readonly varint: (at: number) => readonly [value: number, behind: number]
  readonly bytes: (at: number, length: number) => Buffer
  readonly close: () => void
}

const windowBytes = 4096

export function openProto(path: string): ProtoReader {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  const window = Buffer.alloc(windowBytes)
  let from = 0
  let held = 0

  const byte = (at: number): number => {
    if (at < from || at >= from + held) {
      from = at
      held = at < size ? readSync(file, window, 0, windowBytes, at) : 0
    }
    const value = held > 0 ? window[at - from] : undefined
    if (value === undefined) throw new Error('an end in the middle of a value')
    return value
  }

  const varint: ProtoReader['varint'] = (at) => {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const part = byte(at + i)
      value += (part & 127) * 2 ** (7 * i)
      if (part < 128) return [value, at + i + 1]
    }
    throw new Error('a number of more than 10 bytes')
  }

  const bytes = (at: number, length: number) => {
    const part = Buffer.alloc(length)
    if (readSync(file, part, 0, length, at) !== length) throw new Error('an end in the middle of a value')
    return part
  }

  return { size, varint, bytes, close: () => closeSync(file) }
}
