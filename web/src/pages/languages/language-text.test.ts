import { expect, it } from 'vitest'
import { shareRows, sumOfParts } from '../figures/share-rows.js'
import { divergenceText, unknownText } from './language-text.js'

const SIDES = { before: 'candidates', after: 'kept rows', same: false }

function rows(parts: readonly (readonly [string | null, number, number])[]) {
  const counted = parts.map(([value, before, after]) => ({ value, before, after, rate: null }))
  return shareRows(counted, sumOfParts(counted))
}

it('adds up all that stands for no language', () => {
  const parts = rows([
    ['en', 60, 30],
    ['und', 30, 5],
    [null, 10, 5],
  ])
  expect(unknownText(parts, SIDES)).toBe(
    'For 40.0\u00a0% of the candidates and 25.0\u00a0% of the kept rows, the language is not known, or too rare to be shown apart.',
  )
})

it('says so where every row has one', () => {
  expect(unknownText(rows([['en', 1, 1]]), SIDES)).toBe('Every row has a language.')
})

it('tells the divergence, or why there is none', () => {
  expect(divergenceText(0.0312, 'scripts', SIDES)).toContain('0.0312 bits')
  expect(divergenceText(null, 'scripts', SIDES)).toContain('one side is empty')
  expect(divergenceText(0, 'scripts', { ...SIDES, same: true })).toBe('')
})
