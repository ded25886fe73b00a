import { createHash, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createBodyBlocks } from './body-blocks.js'

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

it.each([
  ['no piece', 0, 1],
  ['single bytes', 20_000, 1],
  ['a block exactly', 16_384, 4_096],
  ['one more', 16_385, 16_385],
  ['pieces across blocks', 5_000_000, 65_521],
  ['one piece larger than a block', 3_000_000, 3_000_000],
  ['much more than announced, or less', 7_000_000, 10_000],
])('joins %s', (_what, length, piece) => {
  const bytes = randomBytes(length)
  for (const announced of [null, 0, length, 5_000_000, 2 * length]) {
    const body = createBodyBlocks(announced)
    for (let at = 0; at < length; at += piece) {
      // A view of memory that is used again, as a parser's may be.
      const view = Buffer.from(bytes.subarray(at, at + piece))
      body.add(view)
      view.fill(0)
    }
    expect(body.length()).toBe(length)
    const joined = body.join()
    expect(hash(joined)).toBe(hash(bytes))
    expect(joined.buffer.byteLength).toBe(length)
  }
})
