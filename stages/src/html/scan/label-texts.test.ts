import { describe, expect, it } from 'vitest'
import { labelTexts } from './label-texts.js'

const labels = (html: string, ...ids: readonly string[]): readonly (readonly [string, string])[] => [
  ...labelTexts(html, new Set(ids)),
]

describe('labelTexts', () => {
  it.each<[name: string, html: string, text: string | null]>([
    ['none', '<p id=b>x', null],
    ['an element', 'a<p class=y ID="a">x <b>y</b></p>z', 'x y'],
    ['the first of several', '<p id=a>x</p><p id=a>y</p>', 'x'],
    ['before the text of others', '<i id=a>x</i>y', 'x'],
    ['nested elements of its name', '<div id=a>x<div>y</div>z</div>w', 'x y z'],
    ['not closed', '<div id=a>x<p>y', 'x y'],
    ['a void element', '<img id=a>x', ''],
    ['empty', '<p id=a></p>', ''],
    ['in a comment', '<!-- <p id=a>x</p> -->', null],
    ['in a script', '<script><p id=a>x</p></script>', null],
    ['in a template', '<template><p id=a>x</p></template>', null],
    ['in an attribute', '<p title="<p id=a>x</p>">', null],
    ['title of a drawing', '<svg><title id=a>x</title></svg>', 'x'],
    ['behind a drawing', '<svg></svg><p id=a>x</p>', 'x'],
    ['references in text', '<p id=a>&lt;&eacute;', '<é'],
    ['an id with a reference', '<p id="&#97;">x</p>', 'x'],
    ['an id in upper case is another', '<p id=A>x</p>', null],
    ['a tag that is cut off', '<p id=a', null],
    ['a name of prototypes', '<p id=__proto__>y</p><p id=a>x</p>', 'x'],
  ])('%s', (_name, html, text) => {
    expect(labels(html, 'a')).toEqual(text === null ? [] : [['a', text]])
  })

  it('takes several ids, as they come', () => {
    expect(labels('<p id=b>y</p><p id=c>z</p><p id=a>x</p>', 'a', 'b', 'd')).toEqual([
      ['b', 'y'],
      ['a', 'x'],
    ])
  })

  it('knows prototype names', () => {
    expect(labels('<p id=__proto__>x</p>', '__proto__', 'constructor')).toEqual([['__proto__', 'x']])
  })

  // Quadratic time would take minutes.
  it.each<[name: string, html: string]>([
    ['1 M elements', '<b id=x>'.repeat(1e6)],
    ['1 M marks', '<'.repeat(1e6)],
    ['300 ids before an open title', `${many(300, (i) => `<b id=b${i}>`)}<title>${'</'.repeat(5e6)}`],
    ['300 ids before an open comment', `${many(300, (i) => `<b id=b${i}>`)}<!--${'-'.repeat(1e7)}`],
    ['10,000 ids, nested', many(1e4, (i) => `<b id=b${i}>`)],
  ])('is linear: %s', (_name, html) => {
    const ids = Array.from({ length: 300 }, (_, i) => `b${i}`)
    expect(labels(html, ...ids, 'a').length % 300).toBe(0)
  })
})

function many(n: number, text: (i: number) => string): string {
  return Array.from({ length: n }, (_, i) => text(i)).join('')
}
