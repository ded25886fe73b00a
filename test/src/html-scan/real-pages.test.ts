import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { SHARED } from '../place.js'
import { type RealPage, readRealPages } from './real-pages.js'
import {
  type ContextField,
  type Differences,
  differsByBytes,
  findDifferences,
  findDifferencesRepaired,
  sumContext,
} from './same-answer.js'
import { damagedPiece, generatedPage } from './seeded-pages.js'

const isMissing = !existsSync(join(SHARED, 'html')) || !existsSync(join(SHARED, 'warc'))
const why = isMissing ? ' [SKIPPED: ../shared/data lacks html or warc]' : ''
const DAMAGED = 2000
const GENERATED = 5000

/** Pictures whose context may differ, of all; `findImagesScan` says why. A field that is not named: none. */
type Bounds = Readonly<Partial<Record<ContextField, number>>>
// Of some 3,700 pictures, and of 2,000 pages for prose.
const DAMAGED_BOUNDS: Bounds = { prose: 80, surrounding: 110, link: 35, inNoscript: 2 }
// Of some 4,400 pictures.
const GENERATED_BOUNDS: Bounds = { surrounding: 10, inNoscript: 15, link: 5, sources: 5, labelledBy: 2 }

function expectExact(differences: readonly Differences[]): void {
  expect(differences.flatMap(({ exact }, page) => (exact.length > 0 ? [{ page, exact }] : []))).toEqual([])
}

function expectWithin(differences: readonly Differences[], bounds: Bounds): void {
  const counts = sumContext(differences)
  const beyond = Object.entries(counts).filter(([field, n]) => n > (bounds[field as ContextField] ?? 0))
  expect(beyond).toEqual([])
}

describe.skipIf(isMissing)(`the scanner equals the DOM reference on real pages${why}`, () => {
  let pages: readonly RealPage[]
  beforeAll(async () => {
    pages = await readRealPages()
  })

  it('on every page, in every field', () => {
    expect(pages.length).toBeGreaterThan(400)
    const differences = pages.map(({ html }) => findDifferences(html))
    expectExact(differences)
    expect(sumContext(differences)).toEqual({})
  })

  it('and answers the same from the bytes of a page', () => {
    expect(pages.filter(({ html }) => differsByBytes(html)).map(({ name }) => name)).toEqual([])
  })

  describe(`on ${DAMAGED} damaged pieces`, () => {
    let pieces: readonly string[]
    beforeAll(() => {
      const withPictures = pages.filter(({ html }) => /<img/i.test(html))
      pieces = Array.from({ length: DAMAGED }, (_, seed) => damagedPiece(withPictures, seed))
    })

    it('in pictures, their attributes and what the page says of itself; in their context but for some', () => {
      const differences = pieces.map(findDifferences)
      expectExact(differences)
      expectWithin(differences, DAMAGED_BOUNDS)
      expect(differences.reduce((sum, { moved }) => sum + moved, 0)).toBe(0)
    })

    it('and from their bytes', () => {
      expect(pieces.filter(differsByBytes)).toEqual([])
    })

    it('in every field once the tree is written out, but for links around tables with links', () => {
      const differences = pieces.map(findDifferencesRepaired)
      expectExact(differences)
      expectWithin(differences, { link: 3 })
    })
  })
})

describe('the scanner equals the DOM reference on generated pages of 4 to 15 tags', () => {
  const pages = Array.from({ length: GENERATED }, (_, seed) => generatedPage(seed))

  it('in pictures, their attributes and what the page says of itself; in their context but for some', () => {
    const differences = pages.map(findDifferences)
    expectExact(differences)
    expectWithin(differences, GENERATED_BOUNDS)
    expect(differences.reduce((sum, { moved }) => sum + moved, 0)).toBe(0)
  })

  it('in every field once the tree is written out, but for a label in a drawing', () => {
    const differences = pages.map(findDifferencesRepaired)
    expectExact(differences)
    expectWithin(differences, { labelledBy: 1 })
  })
})
