import { describe, expect, it } from 'vitest'
import { isPlaceholder } from './is-placeholder.js'

const BASE = 'https://example.com/a?b#c'

// File names seen on news pages (2019), and those in the documentation of lazy-loading scripts.
describe('isPlaceholder', () => {
  it.each([
    'blank.gif',
    'blank.png',
    'spacer.gif',
    'x-spacer.png',
    'pixel.gif',
    'transparent.png',
    'transparent_1.gif',
    'placeholder.jpg',
    'placeholder.svg',
    'PLACEHOLDER.PNG',
    'img-placeholder-4x3.webp',
    'placeholder-horizontal.gif',
    'lazyload-placeholder.png',
    'lazy_placeholder.gif',
    'lazy.gif',
    'lazy-load.gif',
    '1x1.png',
    '1x1.trans.gif',
    '1x1-white.jpg',
    'blank_1x1.gif',
    'loading.gif',
    'loading.svg',
    'loading.gif?v=2#x/y.jpg',
    'grey.gif',
    'gray.png',
    'grey_bg.gif',
    '%7Bwidth%7D/photo.jpg',
    'photo.jpg?w={width}',
    '%7B%7Bimage.url%7D%7D',
  ])('%s', (name) => {
    expect(isPlaceholder(`https://cdn.example.com/i/${name}`, BASE)).toBe(true)
  })

  it.each([
    '',
    'photo.jpg',
    'grey-cat.jpg',
    'pixel-art.png',
    'lazy-dog.jpg',
    'blank-page.jpg',
    'loading-dock.jpg',
    'myplaceholders.jpg',
    '11x11.png',
    'placeholder/photo.jpg',
    'photo.jpg?from=blank.gif',
    'get?file=/spacer.gif',
  ])('not %j', (name) => {
    expect(isPlaceholder(`https://cdn.example.com/i/${name}`, BASE)).toBe(false)
  })

  it('takes the page itself for one', () => {
    expect(isPlaceholder('https://example.com/a?b', BASE)).toBe(true)
    expect(isPlaceholder('https://example.com/a', BASE)).toBe(false)
    expect(isPlaceholder('https://example.com/a', null)).toBe(false)
  })
})
