import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { SHARED } from '../place.js'
import { cutPiece, damagePage } from './damage-page.js'
import { generatePage } from './generated-page.js'
import { createRandom } from './random.js'
import { type RealPage, readRealPages } from './real-pages.js'
import { findDifference } from './same-answer.js'

const isMissing = !existsSync(join(SHARED, 'html')) || !existsSync(join(SHARED, 'warc'))
const why = isMissing ? ' [SKIPPED: ../shared/data lacks html or warc]' : ''
const DAMAGED = 2000
const PIECE = 6000

const differing = (pages: readonly RealPage[]): readonly string[] =>
  pages.filter(({ html }) => findDifference(html) !== null).map(({ name }) => name)

describe.skipIf(isMissing)(`the scanner equals the DOM reference on real pages${why}`, () => {
  let pages: readonly RealPage[]
  beforeAll(async () => {
    pages = await readRealPages()
  })

  it('on every page', () => {
    expect(pages.length).toBeGreaterThan(400)
    expect(differing(pages)).toEqual([])
  })

  it(`on ${DAMAGED} damaged pieces`, () => {
    const withPictures = pages.filter(({ html }) => /<img/i.test(html))
    const pieces = Array.from({ length: DAMAGED }, (_, seed) => {
      const random = createRandom(seed)
      const html = withPictures[random.below(withPictures.length)]?.html ?? ''
      return { name: `seed ${seed}`, html: damagePage(cutPiece(html, PIECE, random), random) }
    })
    expect(differing(pieces)).toEqual([])
  })
})

describe('the scanner equals the DOM reference on generated pages', () => {
  it('of 4 to 15 tags', () => {
    const pages = Array.from({ length: 5000 }, (_, seed) => {
      const random = createRandom(seed)
      return { name: `seed ${seed}`, html: generatePage(4 + random.below(12), random) }
    })
    expect(differing(pages)).toEqual([])
  })
})
