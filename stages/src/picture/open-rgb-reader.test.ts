import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openRgbReader, type RgbReader } from './open-rgb-reader.js'
import { defaultPictureLimits } from './picture-limits.js'
import { gradient, pixelsOf } from './test-pictures.js'

const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'rgb-'))
const size = { width: 30, height: 20 }
let reader: RgbReader
let attempt = 0
const open: RgbReader[] = []

beforeAll(async () => {
  reader = await openRgbReader({ limits: defaultPictureLimits, children: 1 })
})
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))
afterAll(async () => {
  await reader.close()
  rmSync(folder, { recursive: true })
})

test('the whole picture at its own size, gray as RGB', async () => {
  const [colour, gray] = [gradient(30, 20), gradient(30, 20).toColourspace('b-w')]
  const jpegs = await Promise.all([colour.jpeg().toBuffer(), gray.jpeg().toBuffer()])
  const [read, once] = await Promise.all(jpegs.map((jpeg) => reader.read(jpeg, size, never)))
  expect(read).toMatchObject({ ok: true })
  expect(read?.ok && Buffer.from(read.rgb)).toEqual((await pixelsOf(jpegs[0] as Buffer)).data)
  expect((await sharp(jpegs[1]).metadata()).channels).toBe(1)
  const plane = await sharp(jpegs[1]).toColourspace('b-w').raw().toBuffer()
  expect(plane.length).toBe(30 * 20)
  expect(once?.ok && [...once.rgb]).toEqual([...plane].flatMap((level) => [level, level, level]))
})

describe('stored pictures stay hostile', () => {
  test('of another size, turned, truncated, of another format', async () => {
    const jpeg = await gradient(30, 20).jpeg().toBuffer()
    const results = await Promise.all([
      reader.read(jpeg, { width: 20, height: 30 }, never),
      reader.read(await gradient(30, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer(), size, never),
      reader.read(jpeg.subarray(0, 200), size, never),
      reader.read(await gradient(30, 20).png().toBuffer(), size, never),
    ])
    expect(results.map((each) => !each.ok && each.code)).toEqual(Array(4).fill('decode_error'))
    expect(results.map((each) => !each.ok && each.detail)).toMatchObject([
      'expected 20x30 px for the stored picture, got 30x20',
      'expected an upright stored picture, got orientation 6',
      {},
      'expected a stored JPEG, the bytes look like: png',
    ])
  })

  const play = async (outcome: string) => {
    const childScript = join(folder, `child-${attempt++}.mjs`)
    writeFileSync(
      childScript,
      `process.on('disconnect', () => process.exit())
       process.on('message', () => process.send({ kind: 'answer', exhausted: false, outcome: ${outcome} }))
       process.send({ kind: 'ready' })`,
    )
    const played = await openRgbReader({ limits: defaultPictureLimits, children: 1, childScript })
    open.push(played)
    return played.read(await gradient(30, 20).jpeg().toBuffer(), size, never)
  }

  test.each([
    ['a byte too few', '{ ok: true, rgb: new Uint8Array(30 * 20 * 3 - 1) }'],
    ['a byte too many', '{ ok: true, rgb: new Uint8Array(30 * 20 * 3 + 1) }'],
    ['numbers that are no bytes', '{ ok: true, rgb: new Float32Array(30 * 20 * 3) }'],
    ['an answer to another task', `{ ok: true, jpeg: Buffer.from('x') }`],
  ])('a child that answers with %s is not believed', async (_, outcome) => {
    expect(await play(outcome)).toMatchObject({ ok: false, code: 'decode_crash' })
  })
})
