import { describe, expect, it } from 'vitest'
import { findImagesDom } from '../find-images-dom.js'
import { MAX_PAGE_TAGS } from '../image-finder.js'
import { findImagesScan } from './find-images-scan.js'

const LIMITS = { maxImages: 10, surrounding: false }
type Tag = Readonly<Record<string, string>>
const CC = 'https://creativecommons.org/licenses/by/4.0/'

describe.each([
  ['findImagesScan', findImagesScan],
  ['findImagesDom', findImagesDom],
])('%s: what the page says of itself', (_name, find) => {
  it.each<[name: string, html: string, metas: readonly Tag[]]>([
    ['none', '<p>', []],
    [
      'names and properties',
      '<meta name=a content=b><meta property=c content="d&amp;e">',
      [
        { name: 'a', content: 'b' },
        { property: 'c', content: 'd&e' },
      ],
    ],
    ['no content', '<meta name=a><meta charset=utf-8>', []],
    ['in the body', '<p><META HTTP-EQUIV=a CONTENT>', [{ 'http-equiv': 'a', content: '' }]],
    ['other attributes are left', '<meta id=x lang=y content=z>', [{ content: 'z' }]],
    [
      'in a template, comment, script',
      '<template><meta content=a></template><!--<meta content=b>--><script><meta content=c></script>',
      [],
    ],
    ['in a noscript', '<head><noscript><meta content=a></noscript>', [{ content: 'a' }]],
    ['breaks out of a drawing', '<svg><meta content=a>', [{ content: 'a' }]],
    [
      'before the table it is misplaced in',
      '<table><td><meta content=b></td><meta content=a></table>',
      [{ content: 'a' }, { content: 'b' }],
    ],
    ['in a select it is none', '<select><meta content=a></select><meta content=b>', [{ content: 'b' }]],
    [
      'a frameset page keeps its head',
      '<meta content=a><title>x</title><frameset><meta content=b>',
      [{ content: 'a' }],
    ],
  ])('metas: %s', (_rule, html, metas) => {
    expect(find(html, LIMITS).metas.map((tag) => Object.fromEntries(tag))).toEqual(metas)
  })

  it.each<[name: string, html: string, links: readonly Tag[]]>([
    ['rel and href', '<link rel=a href=b><link rel=a><link href=b>', [{ rel: 'a', href: 'b' }]],
    ['licence of an <a>', `<a rel=license href=${CC}>x</a>`, [{ rel: 'license', href: CC }]],
    [
      'written with references',
      '<a href="//creative&#99;ommons.org/">',
      [{ href: '//creativecommons.org/' }],
    ],
    ['not in another attribute', `<a title=${CC} href=x>`, []],
    ['not any other <a>', '<a href=x rel=license>', []],
    ['the same twice', `<a href=${CC}>x</a><a href=${CC}>y</a>`, [{ href: CC }]],
    ['reopened in the tree', `<p><a href=${CC}><p>x</a>`, [{ href: CC }]],
    [
      'in the order of the page',
      `<link rel=a href=b><a href=${CC}></a><link rel=c href=d>`,
      [{ rel: 'a', href: 'b' }, { href: CC }, { rel: 'c', href: 'd' }],
    ],
    ['in a drawing it is none', `<svg><a href=${CC}><link rel=a href=b></svg>`, []],
  ])('links: %s', (_rule, html, links) => {
    expect(find(html, LIMITS).links.map((tag) => Object.fromEntries(tag))).toEqual(links)
  })

  it.each<[name: string, html: string, title: string | null]>([
    ['none', '<p>', null],
    ['as it stands', '<title> a\r\nb &amp; <b> </title>', ' a\nb & <b> '],
    ['the first', '<title>a</title><title>b</title>', 'a'],
    ['empty', '<title></title><title>b</title>', ''],
    ['in the body', '<p><title>a</title>', 'a'],
    ['not of a drawing', '<svg><title>a</title></svg>', null],
    ['not of a template', '<template><title>a</title></template>', null],
    ['NUL is replaced', '<title>a\0b</title>', 'a\uFFFDb'],
    ['not closed', '<title>a<p>b', 'a<p>b'],
    ['of a frameset page', '<title>a</title><frameset>', 'a'],
    ['before the table it is misplaced in', '<table><td><title>b</title></td><title>a</title></table>', 'a'],
  ])('title: %s', (_rule, html, title) => {
    expect(find(html, LIMITS).title).toBe(title)
  })

  it(`keeps ${MAX_PAGE_TAGS} of each`, () => {
    const n = MAX_PAGE_TAGS + 1
    const found = find('<meta content=x>'.repeat(n) + '<link rel=a href=b>'.repeat(n), LIMITS)
    expect([found.metas.length, found.links.length]).toEqual([MAX_PAGE_TAGS, MAX_PAGE_TAGS])
  })

  it('keeps 8192 code units of a title', () => {
    expect(find(`<title>${'&amp;'.repeat(1e5)}`, LIMITS).title).toBe('&'.repeat(8192))
  })
})
