import { describe, expect, it } from 'vitest'
import { isRepeated } from './is-repeated.js'

describe('isRepeated', () => {
  it.each([
    'a dog and a dog and a dog and a dog and a dog and',
    'A star. A Star! a star? A STAR. a star',
    'so so so so so so so',
    `a long sentence about ${'one thing and another, '.repeat(4)}`,
    '红色的星星。'.repeat(6),
    'z'.repeat(24),
  ])('%j is a loop', (text) => {
    expect(isRepeated(text)).toBe(true)
  })

  it.each([
    '',
    'no no no no',
    'a sign that says no no no no no in red',
    'a red star, a blue star, a green star and a pink star',
    'a dog and a dog and a dog',
    'hahahahaha',
    '一只红色的星星和一只蓝色的星星',
  ])('%j is none', (text) => {
    expect(isRepeated(text)).toBe(false)
  })
})
