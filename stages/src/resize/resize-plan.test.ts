import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkPictureCut } from '../picture/picture-cut.js'
import { type ResizeMode, type ResizeOptions, resizeModes } from './resize-options.js'
import { openResizePlan, plannedSize } from './resize-plan.js'

/** What img2dataset's own Resizer did: test/python/resize_modes_peer.py tells how the file is made. */
const [, header = '', ...rows] = readFileSync(
  new URL('./goldens/img2dataset-1.47.0.csv', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')

interface Golden {
  readonly mode: ResizeMode
  readonly width: number
  readonly height: number
  readonly options: ResizeOptions
  readonly answer: object
}

function read(row: string): Golden {
  const cells = new Map(row.split(',').map((cell, i) => [header.split(',')[i] ?? '', cell]))
  const number = (name: string) => Number(cells.get(name))
  const optional = (name: string) => (cells.get(name) === '' ? undefined : number(name))
  const box = (name: string) => ({ left: number(`${name}_left`), top: number(`${name}_top`) })
  const size = (name: string) => ({ width: number(`${name}_width`), height: number(`${name}_height`) })
  const mode = resizeModes.find((each) => each === cells.get('mode'))
  if (mode === undefined) throw new TypeError(`Expected a mode for mode, got ${cells.get('mode')}`)
  return {
    mode,
    width: number('width'),
    height: number('height'),
    options: {
      image_size: number('image_size'),
      min_image_size: optional('min_image_size'),
      max_image_area: optional('max_image_area'),
      max_aspect_ratio: optional('max_aspect_ratio'),
      resize_only_if_bigger: cells.get('resize_only_if_bigger') === 'true',
    },
    answer:
      cells.get('reason') !== ''
        ? { ok: false, reason: cells.get('reason') }
        : {
            ok: true,
            resized: size('resized'),
            crop: { ...box('crop'), ...size('crop') },
            padding: { ...box('padding'), right: number('padding_right'), bottom: number('padding_bottom') },
          },
  }
}

test.each(rows)('img2dataset: %s', (row) => {
  const { mode, width, height, options, answer } = read(row)
  expect(openResizePlan(mode, { ...options, upscale: true })(width, height)).toEqual(answer)
})

test('the goldens have every mode and every refusal', () => {
  const goldens = rows.map(read)
  expect(new Set(goldens.map(({ mode }) => mode))).toEqual(new Set(resizeModes))
  const reasons = goldens.flatMap(({ answer }) => ('reason' in answer ? [answer.reason] : []))
  expect(new Set(reasons)).toEqual(new Set(['too_small', 'area_too_large', 'aspect_too_large', 'too_long']))
})

describe('without upscale, which img2dataset has not', () => {
  test.each(rows)('nothing grows, and what need not grow is the same: %s', (row) => {
    const { mode, width, height, options, answer } = read(row)
    const plan = openResizePlan(mode, options)(width, height)
    if (!plan.ok) return expect(plan).toEqual(answer)
    checkPictureCut(plan)
    expect(plan.resized.width).toBeLessThanOrEqual(width)
    expect(plan.resized.height).toBeLessThanOrEqual(height)
    const inside = mode === 'border' || mode === 'keep_ratio_largest'
    const side = inside ? Math.max(width, height) : Math.min(width, height)
    if (side >= options.image_size) expect(plan).toEqual(answer)
  })

  const small = (mode: ResizeMode) => openResizePlan(mode, { image_size: 256 })(300, 201)

  test.each(['no', 'keep_ratio', 'center_crop'] as const)('%s keeps the small whole', (mode) => {
    expect(small(mode)).toEqual({
      ok: true,
      resized: { width: 300, height: 201 },
      crop: { left: 0, top: 0, width: 300, height: 201 },
      padding: { left: 0, top: 0, right: 0, bottom: 0 },
    })
  })

  test('border pads it to the size, the odd pixel right and below', () => {
    const plan = openResizePlan('border', { image_size: 256 })(101, 75)
    expect(plan).toEqual({
      ok: true,
      resized: { width: 101, height: 75 },
      crop: { left: 0, top: 0, width: 101, height: 75 },
      padding: { left: 77, top: 90, right: 78, bottom: 91 },
    })
    if (plan.ok) expect(plannedSize(plan)).toEqual({ width: 256, height: 256 })
  })

  test('a side that no JPEG has is refused, unless the mode shortens it', () => {
    const plan = (mode: ResizeMode) => openResizePlan(mode, { image_size: 256 })(65_501, 256)
    expect([plan('no'), plan('keep_ratio')]).toEqual(Array(2).fill({ ok: false, reason: 'too_long' }))
    expect([plan('center_crop').ok, plan('border').ok]).toEqual([true, true])
  })
})

describe('out of range', () => {
  test.each([
    [{ image_size: 0 }, 'Expected an integer from 1 to 65500 for image_size, got 0'],
    [{ image_size: 2.5 }, 'Expected an integer from 1 to 65500 for image_size, got 2.5'],
    [{ image_size: 65_501 }, 'Expected an integer from 1 to 65500 for image_size, got 65501'],
    [{ image_size: 1, min_image_size: -1 }, 'Expected a number of at least 0 for min_image_size, got -1'],
    [{ image_size: 1, max_area: 0 }, 'Expected a number of at least 1 for max_area, got 0'],
    [{ image_size: 1, max_image_area: 0 }, 'Expected a number of at least 1 for max_image_area, got 0'],
    [
      { image_size: 1, max_aspect_ratio: Number.NaN },
      'Expected a number of at least 1 for max_aspect_ratio, got NaN',
    ],
  ])('%o', (options, message) => {
    expect(() => openResizePlan('no', options)).toThrow(new RangeError(message))
  })

  test.each([
    [0, 1],
    [1, -1],
    [1.5, 1],
    [Number.NaN, 1],
  ])('a picture of %d x %d', (width, height) => {
    const plan = openResizePlan('no', { image_size: 1 })
    expect(() => plan(width, height)).toThrow(RangeError)
  })
})
