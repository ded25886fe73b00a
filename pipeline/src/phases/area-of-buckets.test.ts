import { openBuckets } from '@warc2dataset/stages/buckets/choose-bucket'
import { fitArea } from '@warc2dataset/stages/picture/fit-area'
import { expect, test } from 'vitest'
import { parseRecipe } from '../run/load-recipe.js'
import { areaForBuckets } from './area-of-buckets.js'

const recipe = (bucket: unknown, resize: unknown = {}) =>
  parseRecipe({ source: { files: ['a'] }, fetch: { resize }, select: { bucket } })

const KINDS = [{ kind: 'kohya' }, { kind: 'sdxl' }, { kind: 'kohya', area: 262_144, max: 1024 }]

test.each(KINDS)('%j: at that area no large picture is stored too small for its bucket', (bucket) => {
  const { fetch, select } = recipe(bucket, { max_area: 4096 })
  const enough = areaForBuckets({ fetch, select })
  const choose = openBuckets(select.bucket as Exclude<typeof select.bucket, 'none'>)
  let lost = 0
  for (let i = 0; i < 2000; i++) {
    const aspect = 0.5 * 4 ** (i / 2000)
    const original = {
      width: Math.round(3000 * Math.sqrt(aspect)),
      height: Math.round(3000 / Math.sqrt(aspect)),
    }
    const stored = fitArea(original, enough ?? 0)
    if (choose(stored.width, stored.height) === null) lost++
  }
  expect(lost).toBe(0)
})

test('says nothing where the area is enough, or nothing is cut from what is stored', () => {
  expect(areaForBuckets(recipe('none'))).toBeNull()
  expect(areaForBuckets(recipe({ kind: 'kohya' }))).toBe(1_310_720)
  expect(areaForBuckets(recipe({ kind: 'kohya' }, { max_area: 1_310_720 }))).toBeNull()
  expect(areaForBuckets(recipe({ kind: 'kohya', no_upscale: true }))).toBeNull()
  expect(areaForBuckets(recipe({ kind: 'kohya' }, { mode: 'bucket' }))).toBeNull()
})
