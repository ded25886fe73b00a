import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { squaresOf } from './colour-chart.js'
import { colourFiles } from './colour-files.js'
import { differenceOf } from './srgb-lab.js'

/** Kinds that stages/src/picture/hostile-pictures.test.ts does not cut. */
const whole = [
  'gray.jpg',
  'cmyk.jpg',
  '420.jpg',
  'orientation-6.jpg',
  'orientation-6.png',
  'orientation-6.webp',
  'rgba16.png',
  'gray-alpha16.png',
  'palette-trns.png',
  'transparent.gif',
  'alpha.webp',
  'alpha.avif',
  '10-bit.avif',
]
const animated = ['animated.gif', 'animated.webp']

let decoder: Awaited<ReturnType<typeof openDecoder>>
beforeAll(async () => {
  decoder = await openDecoder({ limits: defaultPictureLimits, children: 1 })
})
afterAll(() => decoder.close())
const decode = (bytes: Buffer) => decoder.decode(bytes, new AbortController().signal)
const tenths = (bytes: Buffer) =>
  Array.from({ length: 9 }, (_, i) => bytes.subarray(0, Math.floor((bytes.length * (i + 1)) / 10)))
const find = (name: string) => {
  const file = colourFiles.find((each) => each.name === name)
  if (file === undefined) throw new Error(`Expected a file ${name} in colour-files.ts, got none`)
  return file
}

describe('cut at each tenth', () => {
  test.each(whole)('%s: refused', async (name) => {
    const bytes = await find(name).make()
    expect(await decode(bytes)).toMatchObject({ ok: true })
    for (const part of tenths(bytes)) expect(await decode(part)).toMatchObject({ code: 'decode_error' })
  })

  test.each(animated)('%s: refused, or its first frame is whole', async (name) => {
    const { make, expected } = find(name)
    const bytes = await make()
    let refused = 0
    for (const part of tenths(bytes)) {
      const outcome = await decode(part)
      if (outcome.ok) {
        const squares = await squaresOf(outcome.jpeg)
        squares.forEach((square, i) => {
          expect(differenceOf(square, expected[i] ?? [0, 0, 0])).toBeLessThan(1.5)
        })
      } else {
        expect(outcome.code).toBe('decode_error')
        refused++
      }
    }
    expect(refused).toBeGreaterThan(0)
  })

  // libjpeg only warns of it, and fills with gray, as Pillow and browsers do.
  test.each([false, true])(
    'JPEG with an end marker where it was cut (progressive %s): stored, but not as it came',
    async (progressive) => {
      const whole = await sharp(noise(), { raw: { width: 300, height: 200, channels: 3 } })
        .jpeg({ progressive })
        .toBuffer()
      expect(await decode(whole)).toMatchObject({ ok: true, reencoded: false })
      for (const part of tenths(whole).slice(2)) {
        const ended = Buffer.concat([part, Buffer.from([0xff, 0xd9])])
        expect(await decode(ended)).toMatchObject({ ok: true, reencoded: true, width: 300, height: 200 })
      }
    },
  )

  test('one child had them all', () => {
    expect(decoder.stats()).toMatchObject({ spawned: 1, crashes: 0 })
  })
})

/** Numerical Recipes' linear congruential generator, so that the data are long. */
function noise(): Buffer {
  let state = 1
  return Buffer.from(
    Array.from({ length: 300 * 200 * 3 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state >>> 24
    }),
  )
}
