import { describe, expect, it } from 'vitest'
import { LAZY_ATTRIBUTES } from '../image-finder.js'
import { findImagesScan } from './find-images-scan.js'

const many = (n: number, text: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => text(i)).join('')

// Each would take minutes in quadratic time; the test's time limit is the check.
describe('findImagesScan is linear', () => {
  it.each<[name: string, html: string, found: number]>([
    ['2 M "<"', `<img>${'<'.repeat(2e6)}`, 1],
    ['2 M "</"', `<img>${'</'.repeat(2e6)}`, 1],
    ['1 M equal attributes', `<img ${'a '.repeat(1e6)}>`, 1],
    ['1 M attributes', `<img ${many(1e6, (i) => `a${i}=1 `)}src=a>`, 1],
    ['1 M attributes, no end', `<img>${many(1e6, (i) => `<i a${i}=`)}`, 1],
    ['30 MB data URI', `<img src="data:${'A'.repeat(30e6)}">`, 1],
    ['500,000 nested divs', `${'<div>'.repeat(5e5)}<img>`, 1],
    ['100,000 nested templates', `<img>${'<template>'.repeat(1e5)}<img>`, 1],
    ['100,000 nested tables', `${'<table><td>'.repeat(1e5)}<img>${'</table>'.repeat(1e5)}<img>`, 2],
    ['200,000 misplaced pictures', `${'<table><img>'.repeat(1e5)}${'<img></table>'.repeat(1e5)}`, 2e5],
    ['drawings left open, stray ends', `<svg>${'<g>'.repeat(1e5)}${'</x>'.repeat(1e5)}<img>`, 1],
    ['drawings around text', `<div>${'<svg><desc><b>'.repeat(1e5)}${'</i></desc>'.repeat(1e5)}<img>`, 1],
    [
      'text in a drawing, stray ends',
      `<svg><desc>${'<div><i>'.repeat(5e4)}${'</p></b></x>'.repeat(5e4)}<img>`,
      1,
    ],
    ['formatting in a drawing', `<svg><desc>${'<b><div>'.repeat(5e4)}${'</b>'.repeat(5e4)}<img>`, 1],
    ['selects in cells', `${'<table><td><select><td>'.repeat(5e4)}<img>`, 1],
    ['1 M comment starts', `<img>${'<!--'.repeat(1e6)}`, 1],
    ['4 M dashes', `<img><!--${'-'.repeat(4e6)}`, 1],
    ['1 M script escapes', `<img><script>${'<!--<script></script>'.repeat(1e6)}`, 1],
    ['1 M closed script escapes', `<img><script>${'<!-->'.repeat(1e6)}</script><img>`, 2],
    ['1 M ends of other names', `<img><title>${'</titl>'.repeat(1e6)}`, 1],
    ['1 M frames text', `${' '.repeat(1e6)}${'<!---->'.repeat(1e6)}<img>`, 1],
    ['100,000 references', `<img alt="${'&hearts;&bogus;&amp&#0'.repeat(25e3)}">`, 1],
    ['50,000 unknown references', `<img alt="${many(5e4, (i) => `&x${i};`)}">`, 1],
    ['5 M NUL', `<img>${'\0'.repeat(5e6)}`, 1],
    ['1 M <a>', `<img>${'<a>'.repeat(1e6)}<img>`, 2],
    ['1 M <a href>, each closed', `<img>${'<a href=x></a>'.repeat(1e6)}<img>`, 2],
    ['500,000 <a> that may lead to a licence', `<img>${'<a href="&#99;">'.repeat(5e5)}`, 1],
    ['1 M <td>, no table', `<img>${'<td>'.repeat(1e6)}<img>`, 2],
    ['1 M <td>', `<table>${'<td>'.repeat(1e6)}<img>`, 1],
    ['300,000 <td> with links left open', `<table>${'<td><a href=x><img>'.repeat(3e5)}`, 3e5],
    ['300,000 <meta content>', `<img>${'<meta content=x>'.repeat(3e5)}`, 1],
    ['300,000 <meta> without', `<img>${'<meta name=x>'.repeat(3e5)}`, 1],
    ['300,000 <link>', `<img>${'<link rel=a href=b>'.repeat(3e5)}`, 1],
    ['300,000 <title>', `<img>${'<title>x</title>'.repeat(3e5)}`, 1],
    [
      '2,000 pictures of 60 lazy attributes',
      `<img ${many(60, (i) => `${LAZY_ATTRIBUTES[i % LAZY_ATTRIBUTES.length]}="x${i}&amp;" `)}>`.repeat(2e3),
      2e3,
    ],
    ['labels by a million ids', `${'<i id=x>'.repeat(1e5)}<img aria-labelledby="${'y '.repeat(1e6)}">`, 1],
    [
      '2,000 pictures with 8 labels of their own',
      many(2e3, (i) => `<b id=l${i}>x<img aria-labelledby="${many(8, (n) => `l${i - n} `)}">`),
      2e3,
    ],
    ['50,000 figures', '<figure><figcaption>x</figcaption><img></figure>'.repeat(5e4), 5e4],
    ['100,000 nested figures', `${'<figure>'.repeat(1e5)}<img>${'</figure>'.repeat(1e5)}`, 1],
    ['30 MB data URI in srcset', `<img srcset="data:${'A'.repeat(30e6)} 2x">`, 1],
    ['30 MB data URI in a source', `<picture><source srcset="${'A'.repeat(30e6)}"><img></picture>`, 1],
    [
      '2,000 pictures beside 10 MB of text',
      `${'x '.repeat(5e6)}${'<img>'.repeat(2e3)}${'\n&lt;'.repeat(1e6)}`,
      2e3,
    ],
    ['1 M pieces of text', `${'x<p>'.repeat(1e6)}<img>`, 1],
    ['200,000 pieces of white space', `${`${' '.repeat(70)}<p>`.repeat(2e5)}<img>`, 1],
    ['200,000 <html> and <base>', `<img>${'<html lang=a><base href=b>'.repeat(2e5)}`, 1],
  ])('%s', (_name, html, found) => {
    expect(findImagesScan(html, { maxImages: 1e6, surrounding: true }).images).toHaveLength(found)
  })
})
