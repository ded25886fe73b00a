import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { PictureSpec } from './crawl-plan.js'
import { drawPicture } from './draw-picture.js'
import { planPictures } from './plan-pictures.js'
import { createRandom } from './seeded-random.js'

const specs = planPictures(createRandom('draw'), 120)
const ofKind = (kind: PictureSpec['kind']): readonly PictureSpec[] =>
  specs.filter((spec) => spec.kind === kind)

describe('drawPicture', () => {
  it('draws ordinary pictures of their format and size', async () => {
    for (const spec of ofKind('ordinary')) {
      const { format, width, height } = await sharp(await drawPicture(spec, 'a')).metadata()
      expect({ format, width, height }).toEqual({
        format: spec.format,
        width: spec.width,
        height: spec.height,
      })
    }
    expect(new Set(ofKind('ordinary').map(({ format }) => format)).size).toBe(4)
  })

  it('turns rotated pictures upright when EXIF is obeyed', async () => {
    for (const spec of ofKind('rotated')) {
      const bytes = await drawPicture(spec, 'a')
      expect((await sharp(bytes).metadata()).orientation).toBe(6)
      const upright = await sharp(bytes).autoOrient().toBuffer({ resolveWithObject: true })
      expect([upright.info.width, upright.info.height]).toEqual([spec.width, spec.height])
    }
  })

  it('breaks the pictures that are to be broken', async () => {
    for (const spec of [...ofKind('truncated'), ...ofKind('garbage')]) {
      await expect(
        sharp(await drawPicture(spec, 'a'), { failOn: 'truncated' })
          .raw()
          .toBuffer(),
      ).rejects.toThrow()
    }
  })

  it('draws one pixel, and an SVG', async () => {
    for (const spec of [...ofKind('pixel'), ...ofKind('svg')]) {
      const { format, width } = await sharp(await drawPicture(spec, 'a')).metadata()
      expect([format, width]).toEqual([spec.format, spec.width])
    }
  })
})
