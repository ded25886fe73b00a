import { scaledSize } from '@warc2dataset/stages/clip/pixels/preprocess'
import { expect, it } from 'vitest'
import { resizePictures } from './resize-pictures.js'

it('has the edge sizes for every target, and pictures that Pillow can hold', () => {
  const pictures = [...resizePictures(88, 'test')]
  expect(new Set(pictures.map(({ rgb, width, height }) => rgb.length - width * height * 3))).toEqual(
    new Set([0]),
  )
  const cuts = pictures.flatMap(({ width, height, specs }) =>
    specs.map((spec) => ({ width, height, ...spec })),
  )
  for (const size of [224, 256, 336, 384]) {
    for (const resample of ['bicubic', 'bilinear']) {
      expect(cuts).toContainEqual({ width: size, height: size, size, resize: 'shortest', resample })
      expect(cuts).toContainEqual({ width: 1, height: 1, size, resize: 'squash', resample })
      expect(cuts).toContainEqual({ width: 4000, height: 30, size, resize: 'shortest', resample })
      expect(cuts).toContainEqual({ width: 1, height: 5000, size, resize: 'squash', resample })
    }
  }
  const areas = cuts.map((cut) => scaledSize(cut.width, cut.height, cut)).map((all) => all.width * all.height)
  expect(Math.max(...areas)).toBeLessThanOrEqual(40_000_000)
})

it('is the same for the same seed', () => {
  const some = (seed: string) => [...resizePictures(20, seed)].map(({ rgb }) => rgb.at(-1))
  expect(some('a')).toEqual(some('a'))
  expect(some('a')).not.toEqual(some('b'))
})
