import { describe, expect, it } from 'vitest'
import { countPairs } from './extract-found.js'

const PAGE = 'https://page.example/a/b.html'
const count = (src: string | null, alt: string | null, base: string | null = null, page = PAGE): number =>
  countPairs([{ src, alt }], page, base)

describe('countPairs', () => {
  it('takes a picture with an address and an alt', () => {
    expect(count('x.jpg', 'A cat')).toBe(1)
    expect(
      countPairs(
        [
          { src: 'a', alt: 'x' },
          { src: 'b', alt: 'y' },
        ],
        PAGE,
        null,
      ),
    ).toBe(2)
  })

  it.each([
    ['no alt', 'x.jpg', null],
    ['an empty alt', 'x.jpg', ''],
    ['a blank alt', 'x.jpg', ' \n'],
    ['no src', null, 'A cat'],
    ['a blank src', ' ', 'A cat'],
    ['a data URI', 'data:image/gif;base64,R0lGOD', 'A cat'],
    ['an address that is none', 'http://[', 'A cat'],
  ])('leaves out one with %s', (_, src, alt) => {
    expect(count(src, alt)).toBe(0)
  })

  it('resolves against <base>, and that against the page', () => {
    expect(count('x.jpg', 'A cat', 'ftp://files.example/')).toBe(0)
    expect(count('x.jpg', 'A cat', 'img/')).toBe(1)
    expect(count('x.jpg', 'A cat', 'http://[')).toBe(1)
    expect(count('x.jpg', 'A cat', null, 'not a page')).toBe(0)
  })
})
