import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { convertHead, type HeadWishes } from './convert-head.js'
import { loadHead } from './load-head.js'
import { openHead } from './open-head.js'
import { readHeadSource } from './read-head-source.js'
import { float32Tensor, type Tensor } from './tensor.js'
import { TEST_NUMBERS, testEmbedding, testTensors } from './test-heads.js'
import { writeHead } from './write-head.js'
import { writeSafetensors } from './write-safetensors.js'

const root = mkdtempSync(join(tmpdir(), 'convert-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

const NSFW_FORMULA = 'x=(e-mean)/(sqrt(variance)+1e-10); relu(linear_i) ...; sigmoid(last)'
const encoders = new Map([
  ['openai/ViT-B-32', 512],
  ['tests/six', 6],
])
const tensorsWithout = (...names: string[]) => {
  const tensors = testTensors()
  for (const name of names) tensors.delete(name)
  return tensors
}

function fileOf(ending: string, content: Buffer | string): string {
  const path = join(root, `given-${count++}${ending}`)
  writeFileSync(path, content)
  return path
}

const tensorFile = (tensors: ReadonlyMap<string, Tensor>, about: Record<string, string> = {}) =>
  fileOf('.safetensors', writeSafetensors(tensors, about))

const wishesOf = (wishes: Partial<HeadWishes>): HeadWishes => ({
  name: 'tiny',
  column: 'punsafe',
  requires: 'tests/six',
  license: undefined,
  source: undefined,
  activation: undefined,
  last: undefined,
  ...wishes,
})

const convert = async (path: string, wishes: Partial<HeadWishes> = {}) =>
  convertHead(await readHeadSource(path), wishesOf(wishes), encoders)

describe('converted, loaded and opened', () => {
  test.each([
    ['the formula that the file tells', { formula: NSFW_FORMULA }, {}],
    ['flags', {}, { activation: 'relu', last: 'sigmoid' } as const],
    ['flags against the file', { formula: NSFW_FORMULA }, { activation: 'relu', last: 'sigmoid' } as const],
  ])('by %s', async (_, about, wishes) => {
    const converted = await convert(tensorFile(testTensors(), about), wishes)
    const path = await writeHead(join(root, `head-${count++}`), converted)
    const say = await openHead(await loadHead(path))
    TEST_NUMBERS.forEach((expected, k) => {
      expect(say(testEmbedding(6, k))).toBeCloseTo(expected, 14)
    })
  })

  test('layers are taken by number, as files sort names as texts', async () => {
    const tensors = testTensors()
    const names = [...tensors.keys()].map((name) => name.replace('linear_3', 'linear_10'))
    const sorted = new Map([...tensors.values()].map((tensor, i) => [names[i] ?? '', tensor] as const).sort())
    expect([...sorted.keys()].indexOf('linear_10.weight')).toBeLessThan(
      [...sorted.keys()].indexOf('linear_2.weight'),
    )
    const { layers } = await convert(tensorFile(sorted, { formula: NSFW_FORMULA }))
    expect(layers.map(({ from, ins, outs }) => [from, ins, outs])).toEqual([
      ['linear_1', 6, 5],
      ['linear_2', 5, 3],
      ['linear_10', 3, 1],
    ])
  })

  test('without numbers, in the order of the file; vectors and lone numbers have their place', async () => {
    const tensors = new Map([
      ['hidden.weight', float32Tensor([2, 6], Array(12).fill(1))],
      ['hidden.bias', float32Tensor([2], [0, 0])],
      ['end.weight', float32Tensor([2], [1, 1])],
      ['end.bias', float32Tensor([], [3])],
    ])
    const { manifest } = await convert(tensorFile(tensors), { activation: 'relu', last: 'none' })
    expect(manifest.layers.map(({ activation }) => activation)).toEqual(['relu', 'none'])
    expect(manifest).toMatchObject({ dim: 6, normalise: null })
  })

  test('the same file gives the same bytes', async () => {
    const path = tensorFile(testTensors(), { formula: NSFW_FORMULA })
    const [a, b] = [await convert(path), await convert(path)]
    expect(a.manifest).toEqual(b.manifest)
    expect(a.weights.equals(b.weights)).toBe(true)
  })
})

describe('what the file says of itself', () => {
  const linear = (about: object) =>
    fileOf('.json', JSON.stringify({ ...about, w: Array(512).fill(0.1), b: 1 }))

  test('is taken where nobody says otherwise', async () => {
    const about = { name: 'X', requires: 'openai ViT-B/32', licence: 'MIT', source: 'a book' }
    const { manifest, notes } = await convert(linear(about), { requires: undefined })
    expect(manifest).toMatchObject({ id: 'X', requires: 'openai/ViT-B-32', license: 'MIT', source: 'a book' })
    expect(notes).toEqual([])
    const said = await convert(linear(about), { requires: 'me/mine', license: 'BSD', source: 'me' })
    expect(said.manifest).toMatchObject({ requires: 'me/mine', license: 'BSD', source: 'me' })
    expect(said.notes.join(' ')).toMatch(/for openai\/ViT-B-32; me\/mine was taken.* No model .* me\/mine/)
  })

  test('is never guessed', async () => {
    const { manifest, notes } = await convert(linear({}), { requires: 'openai/ViT-B-32' })
    expect(manifest).toMatchObject({
      license: 'unknown',
      source: expect.stringMatching(/^given-\d+\.json, sha256 \w{64}$/),
    })
    expect(notes.join()).toContain('--license')
    const odd = linear({ requires: 'openai ViT-B/32 or so' })
    await expect(convert(odd, { requires: undefined })).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringMatching(/--requires ENCODER.*"openai ViT-B\/32 or so"/),
    })
  })
})

describe('refused', () => {
  const linear = { w: [1, 2], b: 3 }
  const json = (file: unknown) => fileOf('.json', JSON.stringify(file))
  test.each([
    ['no activation', () => tensorFile(testTensors()), {}, 'usage', '--activation'],
    ['no last one', () => tensorFile(testTensors()), { activation: 'relu' }, 'usage', '--last'],
    [
      'an unknown formula',
      () => tensorFile(testTensors(), { formula: 'gelu' }),
      {},
      'usage',
      'the file says "gelu"',
    ],
    [
      'another dim than the encoder has',
      () => json(linear),
      {},
      'model',
      'Expected a head of dim 6 .* got 2',
    ],
    ['a name that is none', () => json({ ...linear, w: Array(6).fill(1) }), { name: 'A-b' }, 'usage', 'name'],
    [
      'a column that is none',
      () => json({ ...linear, w: Array(6).fill(1) }),
      { column: '' },
      'usage',
      'column',
    ],
    ['a weight alone', () => tensorFile(tensorsWithout('linear_2.bias')), {}, 'model', 'linear_2.bias'],
    ['a bias alone', () => tensorFile(tensorsWithout('linear_2.weight')), {}, 'model', 'got linear_2.bias'],
    ['half a normalisation', () => tensorFile(tensorsWithout('norm.mean')), {}, 'model', 'norm.mean'],
    [
      'layers that do not follow each other',
      () => tensorFile(tensorsWithout('linear_2.weight', 'linear_2.bias')),
      { activation: 'relu', last: 'none' },
      'model',
      'got \\[1, 3\\]\nIn given-\\d+.safetensors linear_1 is linear_1, linear_2 is linear_3',
    ],
    [
      'integers',
      () =>
        tensorFile(testTensors().set('linear_1.bias', { dtype: 'I32', shape: [5], data: Buffer.alloc(20) })),
      {},
      'model',
      'got I32',
    ],
    [
      'a number too large for float32',
      () => json({ w: [1, 1, 1, 1, 1, 1e39], b: 0 }),
      {},
      'model',
      'got Infinity at 5',
    ],
    ['no layer', () => json({ layers: [] }), {}, 'model', 'no weight'],
    ['another ending', () => fileOf('.pth', 'x'), {}, 'usage', '.safetensors, .npz or .json'],
    ['no file', () => join(root, 'none.npz'), {}, 'model', 'ENOENT'],
    ['a damaged file', () => fileOf('.npz', 'x'), {}, 'model', 'end record'],
  ] as const)('%s', async (_, file, wishes, exit, message) => {
    await expect(convert(file(), wishes)).rejects.toMatchObject({
      exit,
      message: expect.stringMatching(message),
    })
  })

  test('to overwrite, and to write where it cannot', async () => {
    const converted = await convert(tensorFile(testTensors(), { formula: NSFW_FORMULA }))
    const folder = join(root, `head-${count++}`)
    const path = await writeHead(folder, converted)
    await expect(writeHead(folder, converted)).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringContaining('EEXIST'),
    })
    await openHead(await loadHead(path))
    // Only head.json is there: the weights that were written first must go again.
    rmSync(join(folder, 'weights.safetensors'))
    await expect(writeHead(folder, converted)).rejects.toMatchObject({ exit: 'usage' })
    expect(() => readFileSync(join(folder, 'weights.safetensors'))).toThrow('ENOENT')
    await expect(writeHead(join(path, 'below'), converted)).rejects.toMatchObject({ exit: 'usage' })
  })
})
