import { createHash } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { writeClipModel } from '../tokens/test-merges.js'
import { checkModel } from './check-model.js'
import { bundledModel, loadModel } from './load-model.js'
import {
  imageGraph,
  maskedGraph,
  type TestManifest,
  type TestModel,
  testWeights,
  testWords,
  textGraph,
  writeModel,
} from './test-model.js'
import { encodeOnnx, type OnnxGraph } from './test-onnx.js'

const root = mkdtempSync(join(tmpdir(), 'model-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

const folder = () => join(root, `model-${count++}`)
const check = async (path: string) => checkModel(await loadModel(path))
const problemOf = async (model: TestModel) => check(writeModel(folder(), model)).then(() => 'none', String)

describe('manifest', () => {
  test('the digest does not depend on the order of fields or on spaces', async () => {
    const one = writeModel(folder())
    const other = writeModel(folder())
    const parsed = JSON.parse(readFileSync(other, 'utf8')) as object
    writeFileSync(other, JSON.stringify(Object.fromEntries(Object.entries(parsed).reverse()), null, 4))
    const third = writeModel(folder(), { change: (manifest) => Object.assign(manifest, { toy: true }) })
    const [a, b, c] = await Promise.all([one, other, third].map(loadModel))
    expect(a?.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(b?.digest).toBe(a?.digest)
    expect(c?.digest).not.toBe(a?.digest)
  })

  test('all problems at once', async () => {
    const path = writeModel(folder(), {
      change: (manifest) => {
        manifest['dim'] = 0
        manifest.image['file'] = '../image.onnx'
        manifest.text['extra'] = 1
      },
    })
    await expect(loadModel(path)).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(/, dim: .*\n.*, image\.file: .*\n.*, text: .*extra/),
    })
  })

  test.each(['no file', 'no JSON'])('%s', async (what) => {
    const path = join(root, `${what}.json`)
    if (what === 'no JSON') writeFileSync(path, '{')
    await expect(loadModel(path)).rejects.toMatchObject({ exit: 'model' })
  })

  test('the bundled one is beside the sources', () => {
    expect(bundledModel()).toMatch(/stages\/models\/toy\/manifest\.json$/)
  })
})

test('a good model passes', async () => {
  await check(writeModel(folder()))
})

describe('files', () => {
  test('one flipped bit', async () => {
    const path = writeModel(folder())
    const file = path.replace('manifest.json', 'image.onnx')
    const bytes = readFileSync(file)
    const sha256 = /"sha256":"(\w+)"/.exec(readFileSync(path, 'utf8'))?.[1]
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(file, bytes)
    await expect(check(path)).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(
        new RegExp(
          `^Model tiny-test \\(.*\\), image: Expected sha256 ${sha256} for image.onnx, got \\w{64}$`,
        ),
      ),
    })
  })

  test('two missing', async () => {
    const path = writeModel(folder())
    for (const file of ['text.onnx', 'vocabulary.txt']) rmSync(path.replace('manifest.json', file))
    await expect(check(path)).rejects.toThrow(/text: .*text\.onnx.*\n.*vocabulary: .*vocabulary\.txt/)
  })

  test('links and folders', async () => {
    const outside = writeModel(folder()).replace('/manifest.json', '')
    const path = writeModel(folder(), {
      change: ({ text }) => Object.assign(text, { file: 'linked/text.onnx' }),
    })
    const inside = path.replace('/manifest.json', '')
    rmSync(join(inside, 'image.onnx'))
    symlinkSync(join(outside, 'image.onnx'), join(inside, 'image.onnx'))
    symlinkSync(outside, join(inside, 'linked'))
    rmSync(join(inside, 'vocabulary.txt'))
    mkdirSync(join(inside, 'vocabulary.txt'))
    const problem = await check(path).catch(String)
    expect(problem).toMatch(/image: Expected a regular file/)
    expect(problem).toMatch(/text: Expected linked\/text\.onnx inside the model folder, got a link/)
    expect(problem).toMatch(/vocabulary: Expected a regular file/)
  })

  test('a model folder that is itself a link is fine', async () => {
    const link = folder()
    symlinkSync(writeModel(folder()).replace('/manifest.json', ''), link)
    await check(join(link, 'manifest.json'))
  })
})

describe('vocabulary', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'a word twice',
      [...testWords.slice(0, -1), 'red'],
      /vocabulary: Expected each word once, got red again/,
    ],
    ['too short', ['<pad>'], /unknown: Expected an id of at most 0, got 1/],
    ['a word as padding', ['pad', ...testWords.slice(1)], /pad: Expected no word on line 0.*got pad/],
    [
      'longer than the table',
      [...testWords, 'more'],
      /text: text\.onnx: .*out of data bounds|text: .*indices/,
    ],
  ])('%s', async (_, words, problem) => {
    expect(await problemOf({ words })).toMatch(problem)
  })
})

describe('ONNX files', () => {
  const image = (change: Partial<OnnxGraph>) => ({ image: encodeOnnx({ ...imageGraph, ...change }) })

  test.each<[string, TestModel, RegExp]>([
    ['no ONNX', { image: Buffer.from('hello') }, /image: image\.onnx: .*(protobuf|parse|model)/i],
    [
      'wrong input name',
      { change: ({ image }) => Object.assign(image, { input: 'pixel_values' }) },
      /image\.input: Expected pixel_values as the only input of image\.onnx, got pixels/,
    ],
    [
      'wrong output name',
      { change: ({ text }) => Object.assign(text, { output: 'text_embeds' }) },
      /text\.output: Expected the output text_embeds of text\.onnx, got text/,
    ],
    [
      'wrong size',
      { change: ({ image }) => Object.assign(image, { size: 16 }) },
      /image\.input: Expected float32 \[batch, 3, 16, 16\] .* got float32 \[batch, 3, 8, 8\]/,
    ],
    [
      'wrong id type',
      { change: ({ text }) => Object.assign(text, { id_type: 'int32' }) },
      /text\.input: Expected int32 .* got int64 \[batch, 6\]/,
    ],
    ['wrong dim, declared', { change: (manifest) => Object.assign(manifest, { dim: 5 }) }, /\[batch, 5\]/],
    [
      'rows that are not one a picture',
      {
        ...image({
          outputs: [{ name: 'image', type: 'float32', shape: ['batch', 2] }],
          nodes: [
            ...imageGraph.nodes.slice(0, 1),
            { op: 'NonZero', inputs: ['colour'], output: 'places' },
            { op: 'Transpose', inputs: ['places'], output: 'turned' },
            { op: 'Cast', inputs: ['turned'], output: 'image', ints: { to: 1 } },
          ],
        }),
        change: (manifest) => Object.assign(manifest, { dim: 2 }),
      },
      /image: image\.onnx: Expected float32 \[2, 2\] for image, got float32 \[6, 2\]/,
    ],
    [
      'NaN',
      image({ weights: [{ name: 'weights', shape: [3, 4], data: testWeights(3, 4).fill(Number.NaN) }] }),
      /image: Expected finite numbers from image\.onnx, got NaN/,
    ],
    [
      'a petabyte',
      image({
        nodes: [
          ...imageGraph.nodes.slice(0, 1),
          { op: 'ConstantOfShape', inputs: ['shape'], output: 'huge' },
          { op: 'ReduceMean', inputs: ['huge'], output: 'mean', ints: { axes: [0, 1], keepdims: 0 } },
          { op: 'MatMul', inputs: ['colour', 'weights'], output: 'product' },
          { op: 'Add', inputs: ['product', 'mean'], output: 'image' },
        ],
        weights: [
          ...imageGraph.weights,
          { name: 'shape', shape: [2], data: BigInt64Array.of(2n ** 24n, 2n ** 24n) },
        ],
      }),
      /image: image\.onnx: /,
    ],
  ])('%s', async (_, model, problem) => {
    expect(await problemOf(model)).toMatch(problem)
  })
})

describe('weights in another file', () => {
  const data = Buffer.from(testWeights(3, 4).buffer)
  const sha256 = createHash('sha256').update(data).digest('hex')
  const play = async (
    location: string,
    listed: readonly { readonly file: string; readonly sha256: string }[],
    file = 'image.onnx',
  ) => {
    const weights = imageGraph.weights.map((each) => ({ ...each, location }))
    const bytes = encodeOnnx({ ...imageGraph, weights })
    const change = ({ image }: TestManifest) => Object.assign(image, { data: listed, file })
    const path = writeModel(folder(), { image: bytes, change })
    const inside = path.replace('/manifest.json', '')
    mkdirSync(join(inside, 'visual'))
    for (const each of ['image.onnx', 'visual/image.onnx', 'image.bin'])
      writeFileSync(join(inside, each), bytes)
    for (const each of ['weights.bin', 'visual/weights.bin']) writeFileSync(join(inside, each), data)
    return check(path).then(() => 'none', String)
  }
  const weights = { file: 'weights.bin', sha256 }
  const inVisual = { file: 'visual/weights.bin', sha256 }

  test('that the manifest lists', async () => {
    expect(await play('weights.bin', [weights])).toBe('none')
    expect(await play('weights.bin', [inVisual], 'visual/image.onnx')).toBe('none')
  })

  test.each<[string, string, Parameters<typeof play>[1], string, RegExp]>([
    [
      'not listed',
      'weights.bin',
      [],
      'image.onnx',
      /image\.data: Expected each file .* got none for "weights\.bin"/,
    ],
    [
      'not listed, by another name of the ONNX file',
      'weights.bin',
      [],
      'image.bin',
      /got none for "weights\.bin"/,
    ],
    ['listed elsewhere', 'weights.bin', [weights], 'visual/image.onnx', /got none for "weights\.bin"/],
    [
      'outside',
      '../weights.bin',
      [weights],
      'image.onnx',
      /inside the model folder, got "\.\.\/weights\.bin"/,
    ],
    ['absolute', '/etc/passwd', [weights], 'image.onnx', /inside the model folder, got "\/etc\/passwd"/],
    ['of memory', '*/_ORT_MEM_ADDR_/*', [weights], 'image.onnx', /got none for "\*\/_ORT_MEM/],
    [
      'changed',
      'weights.bin',
      [{ ...weights, sha256: '0'.repeat(64) }],
      'image.onnx',
      /image\.data\.0: Expected sha256/,
    ],
    [
      'missing',
      'weights.bin',
      [{ ...weights, file: 'gone.bin' }],
      'image.onnx',
      /image\.data\.0: Expected the file gone/,
    ],
  ])('%s', async (_, location, listed, file, problem) => {
    expect(await play(location, listed, file)).toMatch(problem)
  })
})

describe('an attention mask', () => {
  const mask = (change: (text: Record<string, unknown>) => unknown) =>
    problemOf({ text: encodeOnnx(maskedGraph), change: ({ text }) => void change(text) })
  test.each<[string, Parameters<typeof mask>[0], RegExp]>([
    ['of its name', (text) => Object.assign(text, { attention_mask: 'mask' }), /^none$/],
    [
      'that the manifest does not know',
      () => {},
      /text\.input: Expected ids as the only input .* got ids, mask/,
    ],
    [
      'of another name',
      (text) => Object.assign(text, { attention_mask: 'attention_mask' }),
      /text\.input: Expected ids, attention_mask as the only inputs .* got ids, mask/,
    ],
  ])('%s', async (_, change, problem) => {
    expect(await mask(change)).toMatch(problem)
  })
  test('that the file does not have', async () => {
    const change = ({ text }: TestManifest) => void Object.assign(text, { attention_mask: 'mask' })
    expect(await problemOf({ change })).toMatch(
      /Expected ids, mask as the only inputs of text\.onnx, got ids/,
    )
  })
})

test('a text tower without a row for the last token fails', async () => {
  const path = writeClipModel(folder(), { context: 6 })
  await expect(check(path)).rejects.toThrow(/text: text\.onnx: .*(out of data bounds|indices)/)
})

describe('a file that takes its process down', () => {
  const play = async (script: string) => {
    const childScript = join(root, `child-${count++}.mjs`)
    writeFileSync(childScript, `process.on('message', () => { ${script} })`)
    const model = await loadModel(writeModel(folder()))
    return checkModel(model, { childScript, timeoutMs: 1000 }).then(() => 'none', String)
  }
  test.each([
    ['process.abort()', /image: image\.onnx: .* with SIGABRT/],
    [`process.kill(process.pid, 'SIGSEGV')`, /with SIGSEGV/],
    [`console.error('boom'); process.exit(3)`, /with exit 3: boom/],
    ['for (;;);', /no result in 1000 ms/],
    ['process.send(null)', /unknown answer/],
  ])('%s', async (script, problem) => {
    expect(await play(script)).toMatch(problem)
  })
})

test('a manifest beside its files can be copied elsewhere', async () => {
  const from = writeModel(folder())
  const to = folder()
  mkdirSync(to)
  for (const file of ['manifest.json', 'image.onnx', 'text.onnx', 'vocabulary.txt']) {
    copyFileSync(from.replace('manifest.json', file), join(to, file))
  }
  const [a, b] = await Promise.all([loadModel(from), loadModel(join(to, 'manifest.json'))])
  expect(b.digest).toBe(a.digest)
  await checkModel(b)
})

test('text ids of either type', async () => {
  const [input] = textGraph.inputs
  const text = encodeOnnx({ ...textGraph, inputs: input ? [{ ...input, type: 'int32' }] : [] })
  await check(writeModel(folder(), { text, change: (m) => Object.assign(m.text, { id_type: 'int32' }) }))
})
