import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import type { PictureOutcome } from '@warc2dataset/stages/picture/picture-outcome'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decoderChildren } from './child-memory.js'
import { type Fault, faulty, writeFaultyChild } from './faulty-child.js'

const limits = { ...defaultPictureLimits, memoryBytes: 2 ** 29, timeoutMs: 30_000 }
const impatient = { ...limits, timeoutMs: 3000 }
const folder = mkdtempSync(join(tmpdir(), 'faults-'))
const childScript = writeFaultyChild(join(folder, 'child.mjs'))
const never = new AbortController().signal

/** 40 pictures, no two alike: JPEG that is kept, JPEG that is turned, PNG with and without alpha. */
const makePictures = () =>
  Promise.all(
    Array.from({ length: 40 }, (_, i) => {
      const background = { r: 6 * i, g: 255 - 6 * i, b: 40, alpha: 0.5 }
      const create = { width: 40 + i, height: 90 - i, channels: i % 4 === 3 ? 4 : 3, background } as const
      const picture = sharp({ create })
      if (i % 4 === 0) return picture.jpeg().toBuffer()
      return i % 4 === 1
        ? picture.withMetadata({ orientation: 6 }).jpeg().toBuffer()
        : picture.png().toBuffer()
    }),
  )

let pictures: readonly Buffer[] = []
let undisturbed: readonly PictureOutcome[] = []
beforeAll(async () => {
  pictures = await makePictures()
  const decoder = await openDecoder({ limits, children: 2 })
  undisturbed = await Promise.all(pictures.map((bytes) => decoder.decode(bytes, never)))
  expect(decoder.stats()).toEqual({ decodes: 40, spawned: 2, crashes: 0 })
  await decoder.close()
  expect(undisturbed.every(({ ok }) => ok)).toBe(true)
})
afterAll(() => rmSync(folder, { recursive: true }))

const rows: readonly (readonly [Fault, number, string, string])[] = [
  ...[0, 19, 39].flatMap((k) => [
    ['segv', k, 'decode_crash', 'SIGSEGV'] as const,
    ['memory', k, 'decode_memory', 'exit 1'] as const,
  ]),
  ['abort', 19, 'decode_crash', 'SIGABRT'],
  ['kill', 19, 'decode_crash', 'SIGKILL'],
  ['exit', 19, 'decode_crash', 'exit 0'],
  ['hang', 0, 'decode_timeout', 'twice'],
  ['hang', 39, 'decode_timeout', 'twice'],
]

describe('a fault on one picture of 40, with two children', () => {
  test.each(rows)('%s on picture %i: %s, and it alone', async (fault, k, code, says) => {
    const patience = fault === 'hang' ? impatient : limits
    const decoder = await openDecoder({ limits: patience, children: 2, childScript })
    const asked = pictures.map((bytes, i) => (i === k ? faulty(bytes, fault) : bytes))
    const outcomes = await Promise.all(asked.map((bytes) => decoder.decode(bytes, never)))
    expect(outcomes[k]).toMatchObject({ ok: false, code })
    expect(outcomes[k]).toMatchObject({ detail: expect.stringContaining(says) })
    for (const [i, outcome] of outcomes.entries()) {
      if (i !== k) expect(outcome, `picture ${i}`).toEqual(undisturbed[i])
    }
    expect(decoder.stats()).toMatchObject({ decodes: 40, crashes: 2 })
    // The child that a fault ended was replaced, and the pool goes on.
    expect(await decoder.decode(pictures[k] ?? Buffer.alloc(0), never)).toEqual(undisturbed[k])
    await decoder.close()
  })

  // Near RLIMIT_DATA V8 of Node 20 dies by SIGSEGV and without a word, so that nobody can tell it from a crash.
  test('a full heap of V8: one of two codes, and it alone', async () => {
    const decoder = await openDecoder({ limits, children: 2, childScript })
    const [before, full, after] = await Promise.all(
      [pictures[1], faulty(pictures[2] ?? Buffer.alloc(0), 'heap'), pictures[3]].map((bytes) =>
        decoder.decode(bytes ?? Buffer.alloc(0), never),
      ),
    )
    expect([before, after]).toEqual([undisturbed[1], undisturbed[3]])
    expect(full?.ok === false && full.code).toMatch(/^decode_(crash|memory)$/)
    await decoder.close()
  })

  test('faults on every fifth picture, of all kinds: those alone', async () => {
    const kinds: readonly Fault[] = ['segv', 'memory', 'abort', 'exit', 'kill']
    const decoder = await openDecoder({ limits, children: 2, childScript })
    const asked = pictures.map((bytes, i) =>
      i % 5 === 2 ? faulty(bytes, kinds[((i - 2) / 5) % 5] ?? 'segv') : bytes,
    )
    const outcomes = await Promise.all(asked.map((bytes) => decoder.decode(bytes, never)))
    outcomes.forEach((outcome, i) => {
      if (i % 5 === 2) expect(outcome.ok, `picture ${i}`).toBe(false)
      else expect(outcome, `picture ${i}`).toEqual(undisturbed[i])
    })
    expect(decoder.stats()).toMatchObject({ decodes: 40, crashes: 16 })
    await decoder.close()
  })
})

test('children killed from outside, as the kernel does when memory is short: nothing is lost', async () => {
  const decoder = await openDecoder({ limits, children: 2 })
  let killed: readonly number[] = []
  const outcomes = await Promise.all(
    pictures.map(async (bytes) => {
      const outcome = await decoder.decode(bytes, never)
      if (killed.length === 0) {
        killed = decoderChildren()
        for (const pid of killed) process.kill(pid, 'SIGKILL')
      }
      return outcome
    }),
  )
  expect(killed).toHaveLength(2)
  expect(outcomes).toEqual(undisturbed)
  // Two at first, two that tried again, and two after those, which are not trusted either.
  expect(decoder.stats()).toEqual({ decodes: 40, spawned: 6, crashes: 2 })
  await decoder.close()
})
