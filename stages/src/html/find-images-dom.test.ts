import { describe, expect, it } from 'vitest'
import { findImagesDom } from './find-images-dom.js'
import { parseDimension } from './parse-dimension.js'

const sources = (html: string): readonly (string | null)[] =>
  findImagesDom(html, { maxImages: 100, surrounding: false }).images.map(
    (image) => image.attributes.get('src') ?? null,
  )

describe('findImagesDom: which elements count', () => {
  it.each<[name: string, html: string, expected: readonly (string | null)[]]>([
    ['nothing', '', []],
    ['plain', '<p><img src=a><img src=b>', ['a', 'b']],
    ['upper case', '<IMG SRC=a>', ['a']],
    ['no src', '<img alt=x>', [null]],
    ['empty src', '<img src>', ['']],
    ['first of two src', '<img src=a src=b>', ['a']],
    ['image is img', '<image src=a>', ['a']],
    ['svg image is not', '<svg><image src=a href=b /></svg>', []],
    ['img breaks out of svg', '<svg><g><img src=a></g></svg>', ['a']],
    ['img breaks out of math', '<math><mi><img src=a></math>', ['a']],
    ['foreignObject', '<svg><foreignObject><img src=a></foreignObject></svg>', ['a']],
    ['noscript in body', '<noscript><img src=a></noscript>', ['a']],
    ['noscript in head', '<head><noscript><img src=a></noscript>', ['a']],
    ['template', '<template><p><img src=a></template><img src=b>', ['b']],
    ['nested template', '<template><template><img src=a></template><img src=b></template>', []],
    ['declarative shadow root', '<div><template shadowrootmode=open><img src=a></template></div>', []],
    ['svg template is an ordinary element', '<svg><template><foreignObject><img src=a></svg>', ['a']],
    ['comment', '<!-- <img src=a> --><img src=b>', ['b']],
    ['abrupt comment', '<!--><img src=a>', ['a']],
    ['open comment eats the rest', '<!-- <img src=a>', []],
    ['script', '<script>"<img src=a>"</script><img src=b>', ['b']],
    [
      'script with comment and inner script',
      '<script><!--<script></script><img src=a>--></script><img src=b>',
      ['b'],
    ],
    ['style', '<style><img src=a></style>', []],
    ['textarea', '<textarea><img src=a></textarea>', []],
    ['title', '<title><img src=a></title>', []],
    ['iframe', '<iframe><img src=a></iframe>', []],
    ['xmp, noembed', '<xmp><img src=a></xmp><noembed><img src=a></noembed>', []],
    ['plaintext', '<plaintext><img src=a>', []],
    ['cdata outside svg is a comment', '<![CDATA[<img src=a>]]>', []],
    ['cdata in svg is text', '<svg><![CDATA[<img src=a>]]></svg><img src=b>', ['b']],
    ['foster parented', '<table><tr><img src=a><td><img src=b></table><img src=c>', ['a', 'b', 'c']],
    ['unclosed tag at the end', '<img src=a><img src=b', ['a']],
    ['unclosed quote at the end', '<img src=a><img src="b>', ['a']],
    ['img prefix of another name', '<imgx src=a><im src=b>', []],
    ['slash as separator', '<img/src=a/alt=b>', ['a/alt=b']],
    ['after body', '</body></html><img src=a>', ['a']],
    ['NUL in the tag name', '<i\0mg src=a><img src=b>', ['b']],
    ['NUL in a value', '<img src="a\0b">', ['a\uFFFDb']],
    ['entities', '<img src="a?x=1&amp;y=2&copy=3&#x41;">', ['a?x=1&y=2&copy=3A']],
    ['frameset page', '<frameset><img src=a></frameset>', []],
  ])('%s', (_name, html, expected) => {
    expect(sources(html)).toEqual(expected)
  })
})

describe('findImagesDom: attributes', () => {
  it.each<[alt: string, expected: string | null]>([
    ['', null],
    ['alt', ''],
    ['alt=""', ''],
    ['alt=" a\r\nb "', ' a\nb '],
    ['ALT="x &lt;b&gt; &quot;y&quot; &#128512; &eacute"', 'x <b> "y" \u{1F600} é'],
    ['alt="&#xD800;"', '\uFFFD'],
    ['alt="\uD800"', '\uD800'],
    ['data-alt=x', null],
  ])('alt of <img %s>', (attribute, expected) => {
    expect(
      findImagesDom(`<img ${attribute}>`, { maxImages: 1, surrounding: false }).images[0]?.attributes.get(
        'alt',
      ) ?? null,
    ).toBe(expected)
  })

  it.each<[value: string, expected: number | null]>([
    ['640', 640],
    [' \n640', 640],
    ['640px', 640],
    ['640.9', 640],
    ['640.', 640],
    ['007', 7],
    ['640em', 640],
    ['50%', null],
    ['50.5%', null],
    ['50.%', null],
    ['0', null],
    ['0.9', null],
    ['-5', null],
    ['+5', null],
    ['.5', null],
    ['', null],
    ['auto', null],
    ['2147483647', 2147483647],
    ['2147483648', null],
    ['9'.repeat(400), null],
    ['٣', null],
  ])('width=%j', (value, expected) => {
    const [image] = findImagesDom(`<img width="${value}">`, { maxImages: 1, surrounding: false }).images
    expect(parseDimension(image?.attributes.get('width'))).toBe(expected)
  })

  it('survives prototype names', () => {
    const html = '<img __proto__=x constructor=y src=a toString=z><img hasOwnProperty=1>'
    const { images } = findImagesDom(html, { maxImages: 9, surrounding: false })
    expect(images.map(({ attributes }) => [...attributes])).toEqual([[['src', 'a']], []])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})

describe('findImagesDom: page facts', () => {
  it.each<[html: string, baseHref: string | null, htmlLang: string | null]>([
    ['<img>', null, null],
    ['<html lang=de><base href=/x/><img>', '/x/', 'de'],
    ['<html lang><base href><img>', '', ''],
    ['<base target=_top><base href=a><base href=b><img>', 'a', null],
    ['<img><p><base href=late>', 'late', null],
    ['<template><base href=a></template><svg><base href=b /></svg><img>', null, null],
    ['<p><html lang=fr><img>', null, 'fr'],
    ['<html xml:lang=fr><img>', null, null],
    ['<html lang=de><base href=/x/>no picture', '/x/', 'de'],
    ['<html lang=de><base href=/x/><!-- <img> -->', '/x/', 'de'],
  ])('%s', (html, baseHref, htmlLang) => {
    expect(findImagesDom(html, { maxImages: 9, surrounding: false })).toMatchObject({ baseHref, htmlLang })
  })

  it.each<[maxImages: number, found: number]>([
    [0, 0],
    [2, 2],
    [3, 3],
    [4, 3],
  ])('maxImages %i of 3', (maxImages, found) => {
    const result = findImagesDom('<html lang=x><img><img><img><base href=b>', {
      maxImages,
      surrounding: true,
    })
    expect([result.images.length, result.imageCount, result.baseHref]).toEqual([found, 3, 'b'])
  })
})

// Sizes that this parser handles in about a second: quadratic cases are cut down, a finder that replaces it
// need not.
describe('findImagesDom: hostile pages', () => {
  it.each<[name: string, html: string, found: number]>([
    ['2 M "<"', `<img>${'<'.repeat(2e6)}`, 1],
    ['8,000 nested <div>', `${'<div>'.repeat(8e3)}<img>`, 1],
    ['20,000 nested tables', `${'<table><tr><td><p>'.repeat(2e4)}<img>`, 1],
    ['1 M equal attributes', `<img ${'a '.repeat(1e6)}>`, 1],
    ['15,000 attributes', `<img ${Array.from({ length: 15e3 }, (_, i) => `a${i}`).join(' ')}>`, 1],
    ['4 MB value', `<img src="data:${'A'.repeat(4e6)}">`, 1],
    ['5 M NUL', `<img>${'\0'.repeat(5e6)}`, 1],
    ['1,000 nested templates', `<img>${'<template>'.repeat(1e3)}<img>`, 1],
    ['50,000 foster parented', `<table>${'<img>'.repeat(5e4)}`, 5e4],
  ])('%s', (_name, html, found) => {
    expect(findImagesDom(html, { maxImages: 1e6, surrounding: false }).images).toHaveLength(found)
  })

  it('says so by RangeError when templates nest deeper than the parser can close', () => {
    expect(() =>
      findImagesDom(`<img>${'<template>'.repeat(1e5)}`, { maxImages: 1, surrounding: false }),
    ).toThrow(RangeError)
  })
})
