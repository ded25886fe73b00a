import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadHead } from './load-head.js'
import { openHead } from './open-head.js'
import { float32Tensor, type Tensor } from './tensor.js'
import { type HeadChanges, TEST_NUMBERS, testEmbedding, testTensors, writeTestHead } from './test-heads.js'

const root = mkdtempSync(join(tmpdir(), 'heads-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

const folder = () => join(root, `head-${count++}`)
const open = async (changes?: HeadChanges) => openHead(await loadHead(writeTestHead(folder(), changes)))
const withTensor = (name: string, tensor: Tensor) => ({ tensors: testTensors().set(name, tensor) })
const problemOf = async (changes: HeadChanges): Promise<string> =>
  open(changes).then(
    () => 'none',
    (error) => `${error.exit} ${error.message}`,
  )

describe('numbers', () => {
  test('those of numpy', async () => {
    const say = await open()
    TEST_NUMBERS.forEach((expected, k) => {
      expect(say(testEmbedding(6, k))).toBeCloseTo(expected, 14)
    })
  })

  test('float64 and float16 weights mean what float32 ones do', async () => {
    const bias = Buffer.alloc(8)
    bias.writeDoubleLE(-2)
    const changed = (tensor: Tensor) => open(withTensor('linear_3.bias', tensor))
    const [single, double, half] = await Promise.all([
      changed(float32Tensor([1], [-2])),
      changed({ dtype: 'F64', shape: [1], data: bias }),
      changed({ dtype: 'F16', shape: [1], data: Buffer.from('00c0', 'hex') }),
    ])
    const [a, b, c] = [single, double, half].map((say) => say(testEmbedding(6, 0)))
    expect([b, c]).toEqual([a, a])
    expect(a).not.toBe(TEST_NUMBERS[0])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'none for an embedding with %d',
    async (odd) => expect((await open())(testEmbedding(6, 0).fill(odd, 2, 3))).toBeNaN(),
  )

  test('none where a sum overflows, although sigmoid would make 0 or 1 of it', async () => {
    const data = Buffer.alloc(24)
    for (let i = 0; i < 3; i++) data.writeDoubleLE(-1e308, i * 8)
    const say = await open(withTensor('linear_3.weight', { dtype: 'F64', shape: [1, 3], data }))
    expect(say(testEmbedding(6, 1))).toBeNaN()
  })

  test('another length is an error of the caller', async () => {
    const say = await open()
    expect(() => say(new Float32Array(7))).toThrow('an embedding of 6 numbers, got 7')
  })
})

describe('refused, with field, file, expected and got', () => {
  const two = float32Tensor([2], [0, 0])
  const cases: readonly (readonly [what: string, changes: HeadChanges, problem: RegExp])[] = [
    [
      'a tensor that is not there',
      { change: ({ layers }) => Object.assign(layers[0] ?? {}, { bias: 'bias' }) },
      /layers\.0\.bias: weights\.safetensors: Expected tensor "bias", got only "norm\.mean"/,
    ],
    [
      'layers that do not follow each other',
      withTensor('linear_2.weight', float32Tensor([3, 4], Array(12).fill(1))),
      /layers\.1\.weight: .*Expected shape \[any, 5\] for "linear_2\.weight", got \[3, 4\]/,
    ],
    [
      'a bias of another length',
      withTensor('linear_1.bias', two),
      /layers\.0\.bias: .*Expected shape \[5\] .*got \[2\]/,
    ],
    [
      'more than one number at the end',
      {
        tensors: testTensors()
          .set('linear_3.weight', float32Tensor([2, 3], Array(6).fill(1)))
          .set('linear_3.bias', two),
      },
      /layers\.2\.weight: .*Expected shape \[1, 3\] .*got \[2, 3\]/,
    ],
    [
      'another dim',
      { change: (head) => Object.assign(head, { dim: 7 }) },
      /normalise\.mean: .*\[7\].*got \[6\]/,
    ],
    [
      'normalisation of another length',
      withTensor('norm.variance', two),
      /normalise\.variance: .*\[6\].*got \[2\]/,
    ],
    [
      'a negative variance',
      withTensor('norm.variance', float32Tensor([6], [1, 1, -1, 1, 1, 1])),
      /normalise\.variance: Expected no negative number .*got -1/,
    ],
    [
      'integers',
      withTensor('linear_1.bias', { dtype: 'I32', shape: [5], data: Buffer.alloc(20) }),
      /layers\.0\.bias: .*Expected F32, F64 or F16 for "linear_1\.bias", got I32/,
    ],
    [
      'a weight that is NaN',
      withTensor('linear_3.weight', float32Tensor([1, 3], [1, Number.NaN, 1])),
      /layers\.2\.weight: .*Expected finite numbers in "linear_3\.weight", got NaN at 1/,
    ],
    [
      'a bias that is infinite',
      withTensor('linear_3.bias', float32Tensor([1], [Number.NEGATIVE_INFINITY])),
      /layers\.2\.bias: .*got -Infinity at 0/,
    ],
    [
      'a normalisation that the manifest passes over',
      { change: (head) => Object.assign(head, { normalise: null }) },
      /layers: .*Expected a place for every tensor, got none for "norm\.mean", "norm\.variance"/,
    ],
    [
      'what is no safetensors',
      { weights: Buffer.from('hello world') },
      /weights: .*Expected safetensors; Expected a header/,
    ],
    [
      'a file that is not there',
      { change: (head) => Object.assign(head, { weights: { file: 'w', sha256: '0'.repeat(64) } }) },
      /weights: Expected the file w, got ENOENT/,
    ],
  ]
  test.each(cases)('%s', async (_, changes, problem) => {
    const said = await problemOf(changes)
    expect(said).toMatch(/^model Head tiny-head \(.*head\.json\), /)
    expect(said).toMatch(problem)
  })

  test('all problems at once', async () => {
    const tensors = testTensors().set('linear_1.bias', two).set('linear_3.bias', two)
    expect((await problemOf({ tensors })).split('\n').length).toBe(2)
  })

  test('weights that changed, a link out of the folder, a file that is too large', async () => {
    const path = writeTestHead(folder())
    const head = await loadHead(path)
    const weights = join(head.folder, 'weights.safetensors')
    truncateSync(weights, 100)
    await expect(openHead(head)).rejects.toThrow(/weights: Expected sha256 \w{64} for weights.*, got \w{64}/)
    truncateSync(weights, 2 ** 26 + 1)
    await expect(openHead(head)).rejects.toThrow('a file of 67108865 bytes')
    rmSync(weights)
    symlinkSync(join(writeTestHead(folder()), '../weights.safetensors'), weights)
    await expect(openHead(head)).rejects.toThrow('no regular file')
  })
})

describe('head.json', () => {
  test('the digest stands for what it says, not for how', async () => {
    const [one, same, other] = await Promise.all([
      loadHead(writeTestHead(folder())),
      loadHead(
        writeTestHead(folder(), {
          change: (head) => Object.assign(head, { name: head['name'], version: 1 }),
        }),
      ),
      loadHead(writeTestHead(folder(), { change: (head) => Object.assign(head, { column: 'aesthetic' }) })),
    ])
    expect(one.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(same.digest).toBe(one.digest)
    expect(other.digest).not.toBe(one.digest)
  })

  test('all problems at once', async () => {
    const path = writeTestHead(folder(), {
      change: (head) => Object.assign(head, { dim: 0, extra: 1, weights: { file: '../w', sha256: 'x' } }),
    })
    await expect(loadHead(path)).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(/, dim: .*\n.*, weights\.file: .*\n.*, weights\.sha256: .*\n.*extra/),
    })
  })

  test.each([
    ['not JSON', '{'],
    ['too large', ' '.repeat(2 ** 20 + 1)],
    ['nested deep', `${'['.repeat(2 ** 19)}${']'.repeat(2 ** 19)}`],
  ])('%s', async (_, text) => {
    const path = writeTestHead(folder())
    writeFileSync(path, text)
    await expect(loadHead(path)).rejects.toMatchObject({ exit: 'model' })
  })

  test('none there', async () => {
    await expect(loadHead(join(root, 'none.json'))).rejects.toMatchObject({ exit: 'model' })
    await expect(loadHead(root)).rejects.toThrow('got no regular file')
  })
})
