import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { squaresOf } from './colour-chart.js'
import type { ColourFile } from './colour-file.js'
import { oddOrientationFiles, orientationFiles } from './orientation-files.js'
import { profileFiles } from './profile-files.js'
import { samplesFiles } from './sample-files.js'
import { differenceOf } from './srgb-lab.js'

/** CIEDE2000 of a square: what quality 95 and the rounding of 8 bits cost. */
const bound = 1.5

let decoder: Awaited<ReturnType<typeof openDecoder>>
beforeAll(async () => {
  decoder = await openDecoder({ limits: defaultPictureLimits, children: 1 })
})
afterAll(() => decoder.close())

async function store(file: ColourFile) {
  const outcome = await decoder.decode(await file.make(), new AbortController().signal)
  if (!outcome.ok)
    throw new Error(`Expected ${file.name} to be stored, got ${outcome.code}: ${outcome.detail}`)
  const metadata = await sharp(outcome.jpeg).metadata()
  expect({ ...metadata }).toMatchObject({ format: 'jpeg', hasProfile: false, width: 128, height: 96 })
  expect(metadata.exif).toBeUndefined()
  return outcome
}

/** The worst square, with both of its colours for the message. */
async function worst(file: ColourFile, jpeg: Buffer) {
  const squares = await squaresOf(jpeg)
  const each = squares.map((stored, square) => {
    const expected = file.expected[square] ?? [Number.NaN, Number.NaN, Number.NaN]
    return { square, stored, expected, difference: differenceOf(stored, expected) }
  })
  return each.reduce((most, next) => (next.difference > most.difference ? next : most))
}

test('all files have names of their own', () => {
  const names = [...orientationFiles, ...oddOrientationFiles, ...profileFiles, ...samplesFiles].map(
    ({ name }) => name,
  )
  expect(new Set(names).size).toBe(names.length)
})

describe('each square is where it belongs', () => {
  test.each(orientationFiles)('$name', async (file) => {
    const { jpeg, orientation, originalWidth, originalHeight } = await store(file)
    expect(await worst(file, jpeg)).toSatisfy(isNear)
    expect(orientation).toBe(Number(/\d/.exec(file.name)?.[0]))
    expect({ originalWidth, originalHeight }).toEqual({ originalWidth: 128, originalHeight: 96 })
  })

  test.each(oddOrientationFiles)('$name: as it is stored', async (file) => {
    const { jpeg, orientation } = await store(file)
    expect(await worst(file, jpeg)).toSatisfy(isNear)
    expect(orientation).toBe(1)
  })
})

describe('colours of profiles', () => {
  test.each(profileFiles)('$name: $what', async (file) => {
    const { jpeg, reencoded } = await store(file)
    expect(await worst(file, jpeg)).toSatisfy(isNear)
    const kept = ['plain.jpg', 'progressive.jpg', '420.jpg', 'gray.jpg']
    expect(reencoded).toBe(!kept.includes(file.name))
  })
})

describe('depths, alpha and frames', () => {
  test.each(samplesFiles)('$name: $what', async (file) => {
    const { jpeg, hadAlpha, frames } = await store(file)
    expect(await worst(file, jpeg)).toSatisfy(isNear)
    expect(hadAlpha).toBe(/alpha|rgba|trns|transparent/.test(file.name))
    expect(frames).toBe(file.name.startsWith('animated') ? 3 : 1)
  })
})

function isNear({ difference }: { readonly difference: number }): boolean {
  return difference < bound
}
