import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FindMerge, mergePairs } from './merge-pairs.js'

/** `bpe` of openai/CLIP, simple_tokenizer.py, on numbers: in each round the lowest pair, everywhere. */
function mergeInRounds(symbols: readonly number[], find: FindMerge): readonly number[] {
  let word = [...symbols]
  for (;;) {
    const ranks = word
      .slice(1)
      .map((right, i) => find(word[i] ?? -1, right)?.rank ?? Number.POSITIVE_INFINITY)
    const lowest = Math.min(...ranks)
    if (!Number.isFinite(lowest)) return word
    const merged: number[] = []
    for (let i = 0; i < word.length; i++) {
      const [left, right] = [word[i] ?? -1, word[i + 1]]
      const merge = right === undefined ? undefined : find(left, right)
      if (merge?.rank === lowest) i++
      merged.push(merge?.rank === lowest ? merge.id : left)
    }
    word = merged
  }
}

const pair = fc.tuple(
  fc.integer({ min: 0, max: 7 }),
  fc.integer({ min: 0, max: 7 }),
  fc.integer({ min: 4, max: 7 }),
)

test('the same as round by round, whatever the merges make', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(pair, { maxLength: 12, selector: ([left, right]) => left * 8 + right }),
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }),
      (merges, symbols) => {
        const find: FindMerge = (left, right) => {
          const rank = merges.findIndex(([a, b]) => a === left && b === right)
          return rank === -1 ? undefined : { rank, id: merges[rank]?.[2] ?? -1 }
        }
        expect(mergePairs(symbols, find)).toEqual(mergeInRounds(symbols, find))
      },
    ),
    { seed: 1, numRuns: 2000 },
  )
})

test('a run of one symbol merges from the left', () => {
  const find: FindMerge = (left, right) => (left === 0 && right === 0 ? { rank: 0, id: 1 } : undefined)
  expect(mergePairs([0, 0, 0, 0, 0], find)).toEqual([1, 1, 0])
  expect(mergePairs([], find)).toEqual([])
})
