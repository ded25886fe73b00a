const MIN_BLOCK = 16 * 1024
const MAX_BLOCK = 1024 * 1024
const SETTLE_AT = 3 * MAX_BLOCK

/** A body while it arrives. */
export interface BodyBlocks {
  /** Copies the bytes: a server that sends single bytes must not cost an object for each. */
  readonly add: (chunk: Uint8Array) => void
  /** Bytes so far. */
  readonly length: () => number
  /** All bytes in memory of their own; the end of its use. */
  readonly join: () => Buffer
}

/**
 * Every byte is copied a few times at most, whatever the pieces. Blocks grow with the body, from 16 KiB to 1 MiB;
 * beyond 3 MiB a body of `announced` bytes (0 or more; null if unknown) gets its final place, so that it is there
 * once, not twice, at its end.
 */
export function createBodyBlocks(announced: number | null): BodyBlocks {
  let full: Buffer[] = []
  let block = Buffer.alloc(0)
  let used = 0
  let length = 0

  const grow = () => {
    if (used > 0) full.push(block)
    const settles = announced !== null && announced > length && length >= SETTLE_AT
    const size = settles ? announced : Math.min(Math.max(length, MIN_BLOCK), MAX_BLOCK)
    block = Buffer.allocUnsafeSlow(size)
    used = 0
    if (!settles) return
    for (const part of full) {
      block.set(part, used)
      used += part.length
    }
    full = []
  }
  const add = (chunk: Uint8Array) => {
    for (let from = 0; from < chunk.length; ) {
      if (used === block.length) grow()
      const part = chunk.subarray(from, from + block.length - used)
      block.set(part, used)
      used += part.length
      from += part.length
      length += part.length
    }
  }
  const join = () => {
    if (full.length === 0 && used === block.length) return block
    const joined = Buffer.allocUnsafeSlow(length)
    let at = 0
    for (const part of [...full, block.subarray(0, used)]) {
      joined.set(part, at)
      at += part.length
    }
    return joined
  }
  return { add, length: () => length, join }
}
