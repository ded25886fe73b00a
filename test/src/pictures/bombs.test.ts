import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { floods, sizes } from './bombs.js'
import { type MeasuredDecoder, openMeasuredDecoder } from './child-memory.js'
import { scanBomb } from './scan-bomb.js'
import { writePng } from './write-png.js'

let decoder: MeasuredDecoder
beforeAll(async () => {
  decoder = await openMeasuredDecoder()
})
afterAll(() => decoder.close())

describe.each([
  ['small files that decode to much', floods],
  ['sizes at the edge', sizes],
])('%s', (_, bombs) => {
  test.each(bombs)('$name: $expected', async ({ make, expected }) => {
    const { outcome, peakBytes, isChildAlive } = await decoder.decode(await make())
    expect(outcome.ok ? 'stored' : outcome.code).toBe(expected)
    expect(isChildAlive).toBe(true)
    expect(peakBytes).toBeGreaterThan(2 ** 24)
    expect(peakBytes).toBeLessThan(defaultPictureLimits.memoryBytes)
  })
})

test('one child had them all', () => {
  expect(decoder.stats()).toEqual({ decodes: floods.length + sizes.length, spawned: 1, crashes: 0 })
})

test('a sound picture that takes too long is lost alone', async () => {
  const limits = { ...defaultPictureLimits, timeoutMs: 1000 }
  const { decode, stats, close } = await openDecoder({ limits, children: 2 })
  const never = new AbortController().signal
  const dot = writePng({ width: 1, height: 1, kind: 'gray', bits: 8 }, [9])
  const pictures = [dot, dot, scanBomb(6300, 6300), dot, dot, dot]
  const outcomes = await Promise.all(pictures.map((bytes) => decode(bytes, never)))
  expect(outcomes.map((outcome) => (outcome.ok ? 'stored' : outcome.code))).toEqual(
    pictures.map((bytes) => (bytes === dot ? 'stored' : 'decode_timeout')),
  )
  expect(stats().crashes).toBe(2)
  await close()
})
