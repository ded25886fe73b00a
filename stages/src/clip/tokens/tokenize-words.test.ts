import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClipModel, loadModel } from '../model/load-model.js'
import { testWords, writeModel } from '../model/test-model.js'
import { isOutOfVocabulary, openTokenizer } from './open-tokenizer.js'
import type { Tokenizer } from './tokenizer.js'

const root = mkdtempSync(join(tmpdir(), 'words-'))
let model: ClipModel
let tokenizer: Tokenizer

beforeAll(async () => {
  model = await loadModel(writeModel(join(root, 'model'), { words: [...testWords, 'café', '3'] }))
  tokenizer = await openTokenizer(model)
})
afterAll(() => rmSync(root, { recursive: true }))

test.each<[string, readonly number[], number]>([
  ['a Red, GREEN blue!', [5, 2, 3, 4], 0],
  ['red_green-blue', [2, 3, 4], 0],
  ['<pad> <unk> red', [1, 1, 2], 2],
  ['Cafe\u0301 3', [8, 9], 0],
  ['33 réd 東京', [1, 1, 1], 3],
  ['', [], 0],
  ['— … 🎈', [], 0],
  ['a\u0000b', [5, 1], 1],
])('%j', (text, ids, unknown) => {
  expect(tokenizer(text)).toEqual({ ids, words: ids.length, unknown, truncated: false })
})

test('words beyond the context are counted and not seen', () => {
  const { ids, words, unknown, truncated } = tokenizer(`red green blue a red x ${'y '.repeat(1000)}`)
  expect({ ids, words, unknown, truncated }).toEqual({
    ids: [2, 3, 4, 5, 2, 1],
    words: 1006,
    unknown: 1,
    truncated: true,
  })
})

describe('out of vocabulary', () => {
  test.each([
    ['red x', false],
    ['red x y', true],
    ['', true],
    ['🎈', true],
    ['x', true],
    [`red green blue a ${'x '.repeat(50)}`, false],
    [`${'x '.repeat(6)}${'red '.repeat(50)}`, true],
  ])('%j: %s', (text, out) => {
    expect(isOutOfVocabulary(tokenizer(text), model.manifest)).toBe(out)
  })
})
