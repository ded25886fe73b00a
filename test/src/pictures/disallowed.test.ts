import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import type { PictureFormat } from '@warc2dataset/stages/picture/sniff-format'
import { type DecodeChild, startChild } from '@warc2dataset/stages/picture/start-child'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chart } from './colour-chart.js'
import { disallowedFiles, loadableFiles } from './disallowed-files.js'

const limits = defaultPictureLimits

describe('a format that is not allowed', () => {
  let decoder: Awaited<ReturnType<typeof openDecoder>>
  beforeAll(async () => {
    decoder = await openDecoder({ limits, children: 1 })
  })
  afterAll(() => decoder.close())

  test.each(disallowedFiles)('$name: $code, as $seen', async ({ make, code, seen }) => {
    const outcome = await decoder.decode(await make(), new AbortController().signal)
    expect(outcome).toEqual({ ok: false, code, detail: `the bytes look like: ${seen}` })
  })

  test('the child was asked nothing and lives', async () => {
    expect(decoder.stats()).toEqual({ decodes: disallowedFiles.length, spawned: 1, crashes: 0 })
  })
})

/** What the first bytes would say if the sniffing were fooled: the child is asked all the same. */
describe('past the sniffing', () => {
  let child: DecodeChild
  beforeAll(async () => {
    child = await startChild({ memoryBytes: limits.memoryBytes, timeoutMs: limits.timeoutMs })
  })
  afterAll(() => child.kill())

  const formats: readonly PictureFormat[] = ['jpeg', 'png', 'webp', 'gif', 'avif']
  const asks = loadableFiles.flatMap((file) => formats.map((format) => ({ ...file, format })))

  test.each(asks)('$name as $format: no loader for it', async ({ make, format }) => {
    const bytes = await make()
    const answer = await child.ask({ kind: 'decode', bytes, format, limits })
    expect(answer).toMatchObject({
      kind: 'answer',
      exhausted: false,
      outcome: { ok: false, code: 'decode_error' },
    })
    expect(JSON.stringify(answer)).toContain('unsupported image format')
  })

  const inMemory = loadableFiles.filter(({ name }) => name !== '.v')
  test.each(inMemory)('$name would be loaded here, where nothing is blocked', async ({ make }) => {
    expect((await sharp(await make()).metadata()).width).toBeGreaterThan(7)
  })

  test('an allowed picture under the name of another format is none', async () => {
    const bytes = await chart().png().toBuffer()
    const answer = await child.ask({ kind: 'decode', bytes, format: 'jpeg', limits })
    expect(answer).toMatchObject({
      outcome: { code: 'decode_error', detail: 'header says png, magic bytes say jpeg' },
    })
    expect(await child.ask({ kind: 'decode', bytes, format: 'png', limits })).toMatchObject({
      outcome: { ok: true, width: 128, height: 96 },
    })
  })
})

/** Bytes with the magic of another format: the loader of the magic has them, and refuses. */
describe('wrong magic', () => {
  const magics = [
    ['jpeg', 'ffd8ffe000104a464946'],
    ['png', '89504e470d0a1a0a'],
    ['gif', '474946383961'],
    ['webp', '52494646ff00000057454250'],
    ['avif', '0000001c6674797061766966'],
  ] as const
  const bodies = [
    ['jpeg', () => chart().jpeg()],
    ['png', () => chart().png()],
    ['gif', () => chart().gif()],
    ['webp', () => chart().webp()],
    ['avif', () => chart().avif({ effort: 0 })],
  ] as const
  let decoder: Awaited<ReturnType<typeof openDecoder>>
  beforeAll(async () => {
    decoder = await openDecoder({ limits, children: 1 })
  })
  afterAll(() => decoder.close())

  const pairs = magics.flatMap(([magic, hex]) =>
    bodies.flatMap(([body, make]) => (body === magic ? [] : [{ magic, hex, body, make }])),
  )
  test.each(pairs)('$magic before $body, and over its first bytes', async ({ hex, make }) => {
    const bytes = await make().toBuffer()
    const head = Buffer.from(hex, 'hex')
    for (const at of [0, head.length]) {
      const outcome = await decoder.decode(
        Buffer.concat([head, bytes.subarray(at)]),
        new AbortController().signal,
      )
      expect(outcome).toMatchObject({ ok: false, code: 'decode_error' })
    }
    expect(decoder.stats()).toMatchObject({ spawned: 1, crashes: 0 })
  })
})
