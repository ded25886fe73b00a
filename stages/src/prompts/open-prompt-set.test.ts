import { annotatorColumns, type PromptSet, promptSetSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { openPromptSet } from './open-prompt-set.js'

const LABELS = ['a', 'b', 'c', 'd']
/** Cosines to (1, 0) of 1, 1/3, -1/3 and -1: by this scale the logits are ln 2 apart, so the four are 8, 4, 2, 1 of 15. */
const VECTORS = Float32Array.from(
  [1, 1 / 3, -1 / 3, -1].flatMap((c) => [c, Math.sqrt(Math.max(0, 1 - c * c))]),
)
const SCALE = Math.LN2 * 1.5
const ahead = Float32Array.of(1, 0)
const back = Float32Array.of(-1, 0)

function setThat(gives: unknown): PromptSet {
  const classes = LABELS.map((label) => ({ label }))
  return promptSetSchema.parse({
    version: 1,
    kind: 'prompts',
    name: 'some',
    about: 'A test.',
    source: 'a test',
    requires: null,
    classes,
    gives,
  })
}

const tell = (gives: unknown, embedding: Float32Array): Readonly<Record<string, string | number>> =>
  openPromptSet(setThat(gives), VECTORS, 2, SCALE)(embedding)

describe('openPromptSet', () => {
  it('gives the best label, its probability and the best few', () => {
    expect(tell({ kind: 'labels', top: 2 }, ahead)).toEqual({
      some: 'a',
      some_p: expect.closeTo(8 / 15, 6),
      some_top: '[{"label":"a","p":0.5333},{"label":"b","p":0.2667}]',
    })
  })

  it('gives the probability of classes together', () => {
    const gives = { kind: 'probability', of: ['d', 'b'], column: 'pwatermark' }
    expect(tell(gives, ahead)).toEqual({ pwatermark: expect.closeTo(5 / 15, 6) })
    expect(tell(gives, back)).toEqual({ pwatermark: expect.closeTo(10 / 15, 6) })
  })

  it.each([
    [['c'], 'UNLIKELY'],
    [['c', 'd'], 'UNLIKELY'],
    [['b'], 'UNSURE'],
    [['a', 'd'], 'UNSURE'],
    [['b', 'a', 'c'], 'NSFW'],
  ])('counts which of the best two, a and b, are among %j: %s', (unsafe, tag) => {
    expect(tell({ kind: 'laion_nsfw', unsafe }, ahead)).toEqual({ NSFW: tag })
  })

  it.each([
    { kind: 'labels' },
    { kind: 'probability', of: ['a'], column: 'p_a' },
    { kind: 'laion_nsfw', unsafe: ['a'] },
  ])('fills the columns that the contract names, but for who gave them: %j', (gives) => {
    const set = setThat(gives)
    const columns = Object.keys(annotatorColumns(set)).filter((name) => !name.endsWith('_by'))
    expect(Object.keys(tell(gives, ahead))).toEqual(columns)
  })

  it('refuses vectors of another number of classes', () => {
    expect(() => openPromptSet(setThat({ kind: 'labels' }), VECTORS.subarray(2), 2, 1)).toThrow(
      'Expected 4 class vectors of 2 for prompt set some, got 6 numbers',
    )
  })
})
