import { describe, expect, it } from 'vitest'
import { findImagesDom } from '../find-images-dom.js'
import { type FindImages, MAX_SOURCES, type PageImage } from '../image-finder.js'
import { findImagesScan } from './find-images-scan.js'

const LIMITS = { maxImages: 1e6, surrounding: false }
const find = (finder: FindImages, html: string): readonly PageImage[] => finder(html, LIMITS).images

/** Of each picture the href and text of the link around it, or null. */
const links = (images: readonly PageImage[]): readonly (string | null)[] =>
  images.map(({ link }) => (link === null ? null : `${link.href} ${link.text}`.trim()))
/** Of each picture the first attribute of its sources. */
const sources = (images: readonly PageImage[]): readonly string[] =>
  images.map((image) => image.sources.map((source) => [...source.values()][0]).join(' '))

describe.each([
  ['findImagesScan', findImagesScan],
  ['findImagesDom', findImagesDom],
])('%s: what stands around a picture', (_name, finder) => {
  it.each<[name: string, html: string, expected: readonly (string | null)[]]>([
    ['none', '<a href=x>y</a><img>', [null]],
    ['around', '<a href=x><img></a><img>', ['x', null]],
    ['its text', '<a href="x&amp;y"><b>a</b>b<img><p>c</p></a>', ['x&y ab c']],
    ['one text for two pictures', '<a href=x><img>a<img></a>', ['x a', 'x a']],
    ['no href', '<a name=x><img></a>', [null]],
    ['empty href', '<a href><img></a>', ['']],
    ['the next link ends it', '<a href=x><img>a<a href=y><img>b</a>', ['x a', 'y b']],
    ['a link without href ends it', '<a href=x><a name=y><img></a>', [null]],
    ['text behind', '<a href=x>a</a>b<a href=y><img></a>', ['y']],
    ['not of a drawing', '<svg><a href=x></svg><img>', [null]],
    ['not of a template', '<template><a href=x></template><img>', [null]],
    ['around a template', '<a href=x><template><img><table><td></table></template>a<img></a>', ['x a']],
    ['around a select', '<a href=x><select><option><img>a</select>b<img></a>', ['x a b']],
    ['not of a select', '<select><a href=x></select><img>', [null]],
    ['a stray end of a cell', '<a href=x></td><img></tr></a>', ['x']],
    ['the cell ends it', '<table><td><a href=x><img>a<td><img></table><img>', ['x a', null, null]],
    ['the end of the table ends it', '<table><td><a href=x><img>a</table>b<img>', ['x a', null]],
    [
      'the end of its row ends it',
      '<table><tr><td><a href=x>a<img></tr>b<tr><td><img></table>',
      ['x a', null],
    ],
    ['around a table', '<a href=x><table><td>a<img></td><td>b</table>c</a><img>', ['x a b c', null]],
    ['an end tag in a cell does not end it', '<a href=x><table><td></a><img></table></a>', ['x']],
    ['a link in a cell, then the one around', '<a href=x><table><td><a href=y></a></table><img></a>', ['x']],
    [
      'nested tables',
      '<table><td><a href=x><table><td><img></table><img></a><img></table>',
      ['x', 'x', null],
    ],
    ['not in cells when misplaced', '<table><a href=x><img><tr><td><img></table>', ['x', null]],
    ['in a caption', '<table><caption><a href=x><img></caption><td><img></table>', ['x', null]],
  ])('link: %s', (_rule, html, expected) => {
    expect(links(find(finder, html))).toEqual(expected)
  })

  it.each<[name: string, html: string, expected: readonly (string | null)[]]>([
    ['none', '<figure><img></figure><figcaption>x</figcaption>', [null]],
    ['after', '<figure><img><figcaption>a <i>b</i></figcaption></figure><img>', ['a b', null]],
    ['before', '<figure><figcaption>a</figcaption><img></figure>', ['a']],
    ['with the picture in it', '<figure><figcaption><img>a</figcaption></figure>', ['a']],
    ['the first', '<figure><img><figcaption>a</figcaption><figcaption>b</figcaption></figure>', ['a']],
    ['empty', '<figure><img><figcaption></figcaption></figure>', ['']],
    [
      'of the inner figure',
      '<figure><figure><img><figcaption>a</figcaption></figure><img><figcaption>b</figcaption></figure>',
      ['a', 'b'],
    ],
    ['not of the outer', '<figure><figure><img></figure><figcaption>b</figcaption></figure>', [null]],
    [
      'deep in it',
      '<figure><div><a href=x><img></a></div><div><figcaption>a</figcaption></div></figure>',
      ['a'],
    ],
    ['not closed', '<figure><img><figcaption>a</figure>b', ['a']],
    [
      'ended by the next figure',
      '<figure><img><figcaption>a</figcaption></figure><figure><img></figure>',
      ['a', null],
    ],
    ['of a table in it', '<figure><table><td><img></table><figcaption>a</figcaption></figure>', ['a']],
    [
      'an end tag in a cell does not end it',
      '<figure><table><td></figure><img></table><figcaption>a</figcaption></figure>',
      ['a'],
    ],
    [
      'a drawing in it',
      '<figure><img><figcaption>a<svg><title>x</title></svg>b</figcaption></figure>',
      ['a b'],
    ],
    ['not of a template', '<template><figure><figcaption>x</figcaption></template><img>', [null]],
    ['NUL and CR', '<figure><img><figcaption>a\0b\rc</figcaption></figure>', ['ab c']],
  ])('figcaption: %s', (_rule, html, expected) => {
    expect(find(finder, html).map(({ figcaption }) => figcaption)).toEqual(expected)
  })

  it.each<[name: string, html: string, expected: readonly string[]]>([
    ['none', '<source srcset=x><img>', ['']],
    ['before it', '<picture><source srcset=x><source srcset=y><img></picture><img>', ['x y', '']],
    ['not those after it', '<picture><source srcset=x><img><source srcset=y></picture>', ['x']],
    [
      'for each picture what is before it',
      '<picture><img><source srcset=x><img><source srcset=y><img></picture>',
      ['', 'x', 'x y'],
    ],
    [
      'of the inner one',
      '<picture><source srcset=x><picture><source srcset=y><img></picture></picture>',
      ['y'],
    ],
    [
      'a copy in a noscript',
      '<picture><source srcset=x><img><noscript><img></noscript></picture>',
      ['x', 'x'],
    ],
    ['closed twice', '<picture><source srcset=x></picture></picture><img>', ['']],
    ['not of a template', '<picture><template><source srcset=x></template><img></picture>', ['']],
  ])('sources: %s', (_rule, html, expected) => {
    expect(sources(find(finder, html))).toEqual(expected)
  })

  it('reads the attributes of a source, of those of one name the first', () => {
    const html =
      '<picture><source SRCSET="a&amp;b" srcset=c type=t media=m id=x width=1 height><img></picture>'
    expect(find(finder, html).map((image) => image.sources.map((tag) => Object.fromEntries(tag)))).toEqual([
      [{ srcset: 'a&b', type: 't', media: 'm', width: '1', height: '' }],
    ])
  })

  it(`keeps ${MAX_SOURCES} sources`, () => {
    const html = `<picture>${'<source srcset=x>'.repeat(MAX_SOURCES + 1)}<img></picture>`
    expect(find(finder, html)[0]?.sources).toHaveLength(MAX_SOURCES)
  })

  it.each<[name: string, html: string, expected: readonly boolean[]]>([
    ['in one', '<p><noscript><img></noscript><img>', [true, false]],
    ['nested', '<p><noscript><noscript></noscript><img></noscript><img>', [true, false]],
    ['closed twice', '<p></noscript><noscript></noscript></noscript><img>', [false]],
    ['of the head: the picture begins the body', '<head><noscript><img></noscript><img>', [false, false]],
    ['begins the body after the head', '</head><noscript><img></noscript>', [true]],
    ['begins the body after </br>', '</br><noscript><img>', [true]],
    ['ends with its cell', '<table><td><noscript><img><td><img></table>', [true, false]],
    ['not of a template', '<p><template><noscript></template><img>', [false]],
  ])('inNoscript: %s', (_rule, html, expected) => {
    expect(find(finder, html).map(({ inNoscript }) => inNoscript)).toEqual(expected)
  })

  it.each<[name: string, html: string, expected: readonly (string | null)[]]>([
    ['none', '<img aria-labelledby=a>', [null]],
    ['before and after', '<p id=b>y</p><img aria-labelledby="a\tb a"><p id=a>x</p>', ['x y x']],
    ['one of two', '<img aria-labelledby="c a"><p id=a>x</p>', ['x']],
    ['empty', '<img aria-labelledby=""><p id=a>x</p>', [null]],
  ])('labelledBy: %s', (_rule, html, expected) => {
    expect(find(finder, html).map(({ labelledBy }) => labelledBy)).toEqual(expected)
  })
})

// Quadratic time or memory would take minutes.
describe('the context of pictures is read in linear time', () => {
  it.each<[name: string, html: string, pictures: number]>([
    ['100,000 nested figures with pictures', '<figure><img><figcaption>x'.repeat(1e5), 1e5],
    ['100,000 figures in a caption', `<figure><figcaption>${'<figure><img>'.repeat(1e5)}`, 1e5],
    ['100,000 links left open', '<a href=x><img>x'.repeat(1e5), 1e5],
    ['50,000 links in cells in cells', '<a href=x><img>x<table><td>'.repeat(5e4), 5e4],
    ['100,000 links with open drawings', '<a href=x><img><svg><p>'.repeat(1e5), 1e5],
    ['100,000 pictures in one', `<picture>${'<source srcset=x><img>'.repeat(1e5)}`, 1e5],
    ['100,000 nested pictures', '<picture><source srcset=x><img>'.repeat(1e5), 1e5],
    ['100,000 nested noscripts', `<p>${'<noscript><img>'.repeat(1e5)}`, 1e5],
    ['one link around 100,000 pictures', `<a href=x>${'x<img>'.repeat(1e5)}</a>`, 1e5],
    ['1 M ends', `<img>${'</a></figure></picture></noscript></td>'.repeat(2e5)}`, 1],
  ])('%s', (_name, html, pictures) => {
    expect(find(findImagesScan, html)).toHaveLength(pictures)
  })
})
