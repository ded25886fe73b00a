import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadModel } from '../model/load-model.js'
import { writeModel } from '../model/test-model.js'
import { openVocabulary } from './open-tokenizer.js'
import { gemmaJson, unigramJson, wordPieceJson } from './test-tokenizers.js'
import type { Vocabulary } from './tokenizer.js'

const root = mkdtempSync(join(tmpdir(), 'hf-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

interface Options {
  readonly context?: number
  readonly clean?: 'none' | 'whitespace' | 'lower' | 'canonicalize'
  readonly end?: number | null
}

async function openJson(json: unknown, options: Options = {}): Promise<Vocabulary> {
  const { context = 64, clean = 'none', end = null } = options
  const bytes = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = writeModel(join(root, `model-${count++}`), {
    change: ({ text }) => {
      const vocabulary = { file: 'tokenizer.json', sha256 }
      Object.assign(text, { context, tokenizer: { kind: 'hf_json', vocabulary, clean, end } })
    },
  })
  writeFileSync(join(dirname(path), 'tokenizer.json'), bytes)
  return openVocabulary(await loadModel(path))
}

describe('tokenizer.json', () => {
  // Expected: tokenizers 0.23.3 of PyPI, for the same files.
  describe.each<[string, object, Readonly<Record<string, readonly number[]>>]>([
    [
      'Unigram',
      unigramJson,
      {
        'the cats': [0, 6, 7, 10, 2],
        'The CAT': [0, 4, 3, 12, 4, 3, 2],
        '': [0, 2],
        'cat 東京 x': [0, 7, 4, 13, 4, 3, 2],
        '<s></s> the': [0, 0, 2, 6, 2],
        'ａ ｃａｔ': [0, 5, 7, 2],
        'cat🎈': [0, 7, 3, 2],
        'the  cat': [0, 6, 4, 7, 2],
      },
    ],
    [
      'BPE',
      gemmaJson,
      {
        'the cats': [2, 271, 269, 266],
        'The CAT': [2, 88, 264, 265, 260, 71, 69, 88],
        '': [2],
        'Café 京!': [2, 71, 261, 106, 199, 173, 260, 232, 190, 176, 37],
        'cat🎈': [2, 268, 244, 163, 146, 140],
      },
    ],
    [
      'WordPiece',
      wordPieceJson,
      {
        'the cats': [2, 4, 6, 9, 3],
        'The CAT': [2, 4, 6, 3],
        '': [2, 3],
        'Café 京!': [2, 10, 11, 12, 3],
        'cat 東京 x': [2, 6, 1, 11, 1, 3],
        'cat🎈': [2, 1, 3],
      },
    ],
  ])('%s', (_, json, expected) => {
    test('gives the ids of the Python package', async () => {
      const { tokenize } = await openJson(json)
      const ids = Object.fromEntries(Object.keys(expected).map((text) => [text, tokenize(text).ids]))
      expect(ids).toEqual(expected)
    })
  })

  test('a long text keeps what stands around it', async () => {
    const { tokenize, lastId } = await openJson(unigramJson, { context: 5 })
    expect(tokenize('the the the the')).toEqual({
      ids: [0, 6, 6, 6, 2],
      words: 4,
      unknown: 0,
      truncated: true,
    })
    expect(tokenize('the the the')).toEqual({ ids: [0, 6, 6, 6, 2], words: 3, unknown: 0, truncated: false })
    expect(tokenize('x the').unknown).toBe(1)
    expect(lastId).toBe(13)
  })

  test('an end of the manifest replaces what the file adds', async () => {
    const { tokenize } = await openJson(gemmaJson, { context: 4, end: 1, clean: 'lower' })
    expect(tokenize('The').ids).toEqual([271, 1])
    expect(tokenize('')).toEqual({ ids: [1], words: 0, unknown: 0, truncated: false })
    expect(tokenize('the cat the').ids).toEqual([271, 269, 260, 1])
  })

  test('a text of a million letters is read up to where it matters', async () => {
    const { tokenize } = await openJson(unigramJson)
    for (const text of ['x', 'the ', '\u0301\u0323', '\ud83c\udf88'].map((each) => each.repeat(250_000))) {
      expect(tokenize(text).truncated).toBe(true)
    }
    expect(tokenize('a\ud83c').ids).toEqual([0, 5, 3, 2])
  })

  test.each<[string, object, Options, RegExp]>([
    ['an unknown normaliser', { ...unigramJson, normalizer: { type: 'Magic' } }, {}, /works, got .*Magic/],
    ['no post-processor that exists', { ...unigramJson, post_processor: { type: 'X' } }, {}, /works, got/],
    [
      'a mark that no token is',
      {
        ...unigramJson,
        post_processor: { type: 'BertProcessing', sep: ['[X]', 9], cls: ['[Y]', 8] },
        model: { ...unigramJson.model, unk_id: null },
      },
      {},
      /works, got/,
    ],
    [
      'a regex that is none',
      {
        ...unigramJson,
        pre_tokenizer: { type: 'Split', pattern: { Regex: '(' }, behavior: 'Isolated', invert: false },
      },
      {},
      /works, got/,
    ],
    ['no room', unigramJson, { context: 2 }, /context: Expected room .* got 2/],
  ])('%s', async (_, json, options, problem) => {
    await expect(openJson(json, options)).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(problem),
    })
  })
})

const nested = (depth: number) => '{"type":"Sequence","normalizers":['.repeat(depth) + ']}'.repeat(depth)
const withField = (field: string, value: string) =>
  JSON.stringify({ ...unigramJson, [field]: null }).replace(`"${field}":null`, () => `"${field}":${value}`)
const withVocab = (vocab: unknown) => ({ ...unigramJson, model: { ...unigramJson.model, vocab } })

describe('a hostile tokenizer.json', () => {
  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /Expected a tokenizer\.json at .*, got SyntaxError/],
    ['null', 'null', /Expected an object with a model, got null/],
    ['an array', [], /Expected an object with a model, got an array/],
    [
      'nesting without an end',
      '['.repeat(1_000_000) + ']'.repeat(1_000_000),
      /Expected (an object|a tokenizer\.json)/,
    ],
    [
      'nested steps',
      withField('normalizer', nested(10_000)),
      /less than 10000 values, 32 deep, in normalizer/,
    ],
    ['many steps', { ...unigramJson, pre_tokenizer: Array(20_000).fill(0) }, /in pre_tokenizer, got more/],
    ['no vocabulary', withVocab('x'), /Expected tokens in model\.vocab, got none|short tokens/],
    ['numbers as tokens', withVocab([[1, 2]]), /Expected short tokens with ids, got \[1,0\]/],
    ['no scores', withVocab(['a']), /Expected short tokens with ids, got \["a",null\]/],
    ['an id far away', withVocab({ a: 2 ** 31 }), /Expected short tokens with ids/],
    ['half an id', withVocab({ a: 0.5 }), /Expected short tokens with ids/],
    ['a very long token', withVocab([['x'.repeat(5000), 0]]), /Expected short tokens/],
    [
      'added tokens of another kind',
      { ...unigramJson, added_tokens: {} },
      /Expected objects as added_tokens/,
    ],
    ['null among added tokens', { ...unigramJson, added_tokens: [null] }, /Expected objects as added_tokens/],
    ['an added token without text', { ...unigramJson, added_tokens: [{ id: 1 }] }, /Expected short tokens/],
  ])('%s', async (_, json, problem) => {
    await expect(openJson(json)).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(problem),
    })
  })
})
