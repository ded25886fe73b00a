import { describe, expect, it } from 'vitest'
import { findImagesDom } from '../find-images-dom.js'
import { MAX_FOUND_TEXT } from '../image-finder.js'
import { textBetween } from './text-between.js'

const textOf = (html: string): string => textBetween(html, 0, html.length)
/** What the tree gives: the text of a link around a picture. */
const treeText = (html: string): string | undefined =>
  findImagesDom(`<a href=x><img>${html}</a>`, { maxImages: 1, surrounding: false }).images[0]?.link?.text

describe('textBetween', () => {
  it.each<[name: string, html: string, text: string]>([
    ['nothing', '', ''],
    ['white space', ' a\t\r\n\fb ', 'a b'],
    ['references', '&lt;b&gt; &eacute;&#x41;&amp;', '<b> éA&'],
    ['blocks part words', '<div>a</div>b<br>c<p>d</p>', 'a b c d'],
    ['inline elements do not', 'a<b>b</b><i class=x>c</i>', 'abc'],
    ['pictures part words', 'a<img>b', 'a b'],
    ['comments do not', 'a<!-- x -->b', 'ab'],
    ['no code', 'a<script>x</script><style>y</style>b', 'a b'],
    ['no drawing', 'a<svg><title>x</title><text>y</text></svg>b', 'a b'],
    ['no template', 'a<template>x</template>b', 'a b'],
    ['a select has text', '<select><option>a<option>b</select>', 'a b'],
    ['NUL', 'a\0b', 'ab'],
    ['line ends', 'a\rb\r\nc', 'a b c'],
    ['no-break space stays inside', 'a&nbsp;b', 'a\u00A0b'],
    ['escaped markup is text', '&lt;img&gt;', '<img>'],
    ['a lone <', 'a < b', 'a < b'],
  ])('%s, as in the tree', (_name, html, text) => {
    expect(textOf(html)).toBe(text)
    expect(treeText(html)).toBe(text)
  })

  it('begins and ends where it is told', () => {
    expect(textBetween('ab<i>cd</i>ef', 1, 7)).toBe('bcd')
    expect(textBetween('ab<i>cd</i>ef', 5, 100)).toBe('cdef')
  })

  it('ends at a tag that is cut off', () => {
    expect(textBetween('a<b c="d">e', 0, 6)).toBe('a')
  })

  it(`keeps ${MAX_FOUND_TEXT} code units`, () => {
    expect(textOf('x'.repeat(1e5))).toHaveLength(MAX_FOUND_TEXT)
    expect(textOf('x<p>'.repeat(1e5)).length).toBeLessThanOrEqual(MAX_FOUND_TEXT)
  })

  it.each<[name: string, html: string, text: string]>([
    ['1 M tags', '<b>'.repeat(1e6), ''],
    ['1 M drawings', '<svg>'.repeat(1e6), ''],
    ['1 M "<"', '<'.repeat(1e6), '<'.repeat(MAX_FOUND_TEXT)],
    ['1 M spaces', `${' '.repeat(1e6)}x`, ''],
    ['1 M open references', '&#x'.repeat(1e6), '&#x'.repeat(MAX_FOUND_TEXT).slice(0, MAX_FOUND_TEXT)],
    ['a number of 1 M digits', `&#${'1'.repeat(1e6)};`, '\uFFFD'],
  ])('looks at no more than it needs: %s', (_name, html, text) => {
    expect(textOf(html)).toBe(text)
  })
})
