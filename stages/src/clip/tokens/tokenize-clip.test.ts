import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../model/load-model.js'
import { isOutOfVocabulary, openTokenizer, openVocabulary } from './open-tokenizer.js'
import { writeClipModel } from './test-merges.js'
import type { Tokenizer } from './tokenizer.js'

const root = mkdtempSync(join(tmpdir(), 'merges-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

const folder = () => join(root, `model-${count++}`)
const [the, cat, apostrophe, start, end] = [513, 515, 516, 517, 518]

describe('a small vocabulary', () => {
  let tokenize: Tokenizer
  beforeAll(async () => {
    tokenize = await openTokenizer(await loadModel(writeClipModel(folder())))
  })

  // Printable bytes have the ids 0 to 187 in order, so that `a` is 64; at the end of a word 256 more.
  test.each<[string, readonly number[], number]>([
    ['', [], 0],
    ['The CAT', [the, cat], 2],
    ["the cat's", [the, cat, apostrophe], 3],
    ['a', [64 + 256], 1],
    ['a\u0345a', [64 + 256, 64 + 256], 2],
    ['ab', [64, 65 + 256], 1],
    ['12', [16 + 256, 17 + 256], 2],
    ['the&nbsp;cat', [the, cat], 2],
    ['<start_of_text>the', [start, the], 2],
    [' \t\n ', [], 0],
  ])('%j', (text, body, words) => {
    expect(tokenize(text)).toEqual({ ids: [start, ...body, end], words, unknown: 0, truncated: false })
  })

  test('a long text keeps its end', () => {
    const { ids, words, truncated } = tokenize('the '.repeat(1000))
    expect(ids).toEqual([start, the, the, the, the, the, the, end])
    expect({ words, truncated }).toEqual({ words: 1000, truncated: true })
    expect(tokenize('the '.repeat(6)).truncated).toBe(false)
    expect(tokenize('abcdefgh').ids).toEqual([start, 64, 65, 66, 67, 68, 69, end])
  })

  test('a word of a million letters, and many that are seen once', () => {
    expect(tokenize('th'.repeat(500_000)).ids).toEqual([start, 512, 512, 512, 512, 512, 512, end])
    for (let i = 0; i < 200_000; i++) tokenize(`x${i}`)
    expect(tokenize('the cat').ids).toEqual([start, the, cat, end])
  })

  test('everything is in the vocabulary', async () => {
    const { manifest } = await loadModel(writeClipModel(folder()))
    expect(isOutOfVocabulary(tokenize(''), manifest)).toBe(false)
  })

  test('the last id is that of the end', async () => {
    expect((await openVocabulary(await loadModel(writeClipModel(folder())))).lastId).toBe(end)
  })
})

test('merges may come as plain text, as hubs hold them', async () => {
  const packed = await openTokenizer(await loadModel(writeClipModel(folder())))
  const plain = await openTokenizer(await loadModel(writeClipModel(folder(), { plain: true })))
  expect(plain('the then other')).toEqual(packed('the then other'))
})

describe('a vocabulary that is none', () => {
  const zip = (text: string | Buffer) => gzipSync(text)
  test.each<[string, Parameters<typeof writeClipModel>[1], RegExp]>([
    ['no merges', { packed: Buffer.from('#\nth\n') }, /Expected two parts on line 2/],
    ['a bomb', { packed: zip(Buffer.alloc(2 ** 27)) }, /Expected merges .* larger/],
    ['no UTF-8', { packed: zip(Buffer.from([10, 255, 32, 65])) }, /Expected merges/],
    ['empty', { packed: zip('') }, /Expected two parts .* got nothing/],
    [
      'three parts',
      { packed: zip('#\nt h\na b c\n') },
      /Expected two parts on line 3 of the merges, got "a b c"/,
    ],
    ['a gap', { packed: zip('#\nt h\n\na b\n') }, /Expected two parts on line 3/],
    ['too short', { packed: zip('#\nt h\n') }, /start: Expected 513 or 514, .* got 517/],
    [
      'an end that texts spell',
      { change: (t) => Object.assign(t, { end: 5 }) },
      /end: Expected 517 or 518.* got 5/,
    ],
    ['one mark', { change: (t) => Object.assign(t, { end: 517 }) }, /end: Expected another id than 517/],
    [
      'padding beyond',
      { change: (_, m) => Object.assign(m.text, { pad: 519 }) },
      /pad: .* at most 518, got 519/,
    ],
  ])('%s', async (_, model, problem) => {
    await expect(openTokenizer(await loadModel(writeClipModel(folder(), model)))).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(problem),
    })
  })
})

const data = new URL('../../../../../shared/data/clip/', import.meta.url)
const vocabulary = new URL('bpe_simple_vocab_16e6.txt.gz', data)
const golden = new URL('clip-tokens-golden.jsonl.gz', data)

describe.skipIf(!existsSync(vocabulary) || !existsSync(golden))(
  'the vocabulary of CLIP (needs shared/data/clip)',
  () => {
    test('gives the ids of open_clip for real texts', async () => {
      const path = writeClipModel(folder(), {
        packed: readFileSync(vocabulary),
        context: 4096,
        change: (t) => Object.assign(t, { start: undefined, end: undefined }),
      })
      const tokenize = await openTokenizer(await loadModel(path))
      const lines = gunzipSync(readFileSync(golden)).toString('utf8').trim().split('\n')
      const rows = lines.map((line) => JSON.parse(line) as { text: string; ids: readonly number[] })
      const different = rows.filter(
        ({ text, ids }) => tokenize(text).ids.join() !== [49_406, ...ids, 49_407].join(),
      )
      expect(rows.length).toBe(6015)
      expect(different).toEqual([])
    })
  },
)
