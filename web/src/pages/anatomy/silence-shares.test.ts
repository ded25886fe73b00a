import { expect, it } from 'vitest'
import { silenceShares, silentPictures } from './silence-shares.js'

const NONE = { value: null, pages: 0, text: 0, missing: 0, empty: 0, blank: 0 }

it('counts pictures with and without text', () => {
  const silence = { ...NONE, text: 6, missing: 2, empty: 1, blank: 1 }
  expect(silentPictures(silence)).toEqual({ all: 10, silent: 4 })
  expect(silenceShares(silence).map((point) => point?.value)).toEqual([0.2, 0.1, 0.1])
})

it('has no share of no pictures', () => {
  expect(silenceShares(NONE)).toEqual([null, null, null])
})
