import { createHmac } from 'node:crypto'
import { mustForget, passesShadow } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { blocked, blockedAlias } from './blocked.js'

const KEY = Buffer.alloc(32, 7)

describe('blocked', () => {
  it('is the first 64 bits of an HMAC of the id as decimal text, signed', () => {
    for (const id of [0n, -5n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      const hex = createHmac('sha256', KEY).update(String(id)).digest('hex').slice(0, 16)
      expect(blockedAlias(KEY, id)).toBe(BigInt.asIntN(64, BigInt(`0x${hex}`)))
      expect(blockedAlias(Buffer.alloc(32, 8), id)).not.toBe(blockedAlias(KEY, id))
    }
  })

  it('says why and nothing else, and no shadow sample passes it', () => {
    expect(blocked(KEY, 1n)).toEqual({
      kind: 'dropped',
      reason: 'block_list',
      verdict: { filter: 'fetch.block_lists', score: null, value: null, pass: false },
      alias: blockedAlias(KEY, 1n),
    })
    expect(passesShadow('block_list')).toBe(false)
    expect(mustForget('block_list')).toBe(true)
  })
})
