import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearTable, openNearSet } from './near-set.js'
import { seeded64 } from './test-hashes.js'

const hexOf = (hash: bigint): string => hash.toString(16).padStart(16, '0')

/** The plain definition, bit by bit. */
function distanceOf(a: bigint, b: bigint): number {
  return [...(a ^ b).toString(2)].filter((bit) => bit === '1').length
}

describe('openNearSet', () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 10])('finds what a look at every entry finds, distance %i', (distance) => {
    const next = seeded64(`near/${distance}`)
    // Clusters, so that there are near ones at every distance, and crowded bands.
    const centres = Array.from({ length: 20 }, () => next())
    const flip = (hash: bigint, bits: bigint): bigint =>
      Array.from({ length: Number(bits) }, () => next() % 64n).reduce(
        (h, bit) => h ^ (1n << (bit & 63n)),
        hash,
      )
    const pick = (): bigint => centres[Number(next() % 20n)] ?? 0n
    const entries = Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? next() : flip(pick(), next() % 8n)))
    const set = openNearSet(nearTable(BigUint64Array.from(entries)), distance)
    const found = { near: 0, far: 0 }
    for (let i = 0; i < 240; i++) {
      const query = i % 3 === 0 ? next() : flip(pick(), next() % 14n)
      const expected = entries.some((entry) => distanceOf(entry, query) <= distance)
      expect([hexOf(query), set.isNear(hexOf(query))]).toEqual([hexOf(query), expected])
      found[expected ? 'near' : 'far'] += 1
    }
    expect(Math.min(found.near, found.far)).toBeGreaterThan(5)
  })

  it('agrees with the definition right at the edge, whichever bits differ', () => {
    const distance = 4
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 0, maxLength: 6 }),
        (hash, bits) => {
          const query = bits.reduce((h, bit) => h ^ (1n << BigInt(bit)), hash)
          const set = openNearSet(nearTable(BigUint64Array.of(hash)), distance)
          return set.isNear(hexOf(query)) === bits.length <= distance
        },
      ),
      { seed: 1, numRuns: 200 },
    )
  })

  it('is empty where nothing is listed', () => {
    expect(openNearSet(nearTable(new BigUint64Array(0)), 4).isNear('0000000000000000')).toBe(false)
  })
})
