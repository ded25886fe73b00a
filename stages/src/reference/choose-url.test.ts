import { describe, expect, it } from 'vitest'
import { type ChosenUrl, chooseUrl, type ImageReference } from './choose-url.js'

const BASE = 'https://example.com/p/'

type Attributes = Readonly<Record<string, string>>

function reference(image: Attributes, sources: readonly Attributes[] = []): ImageReference {
  return {
    attributes: new Map(Object.entries(image)),
    sources: sources.map((source) => new Map(Object.entries(source))),
  }
}

// `name source width others`, name without the base.
function show({ resolved, source, width, others }: ChosenUrl): string {
  const name = 'url' in resolved ? resolved.url.replace(BASE, '') : resolved.unusable
  return `${name} ${source} ${width} ${others}`
}

function best(image: Attributes, sources: readonly Attributes[] = [], twin?: ImageReference): string {
  return show(chooseUrl(reference(image, sources), BASE, { choose: 'best', maxWidth: 1000 }, twin))
}

type Case = readonly [rule: string, image: Attributes, sources: readonly Attributes[], chosen: string]

// Each expectation follows from the table in the docstring of `chooseUrl`; maxWidth is 1000.
const CASES: readonly Case[] = [
  ['src alone', { src: 'a' }, [], 'a src null 0'],
  ['src with width', { src: 'a', width: '30' }, [], 'a src 30 0'],
  ['fragment cut', { src: 'a#b' }, [], 'a src null 0'],

  ['largest w that fits', { src: 'a', srcset: 'a 300w, b 1000w, c 1001w' }, [], 'b srcset 1000 2'],
  ['smallest of those that do not', { srcset: 'a 3000w, b 1001w, c 2000w' }, [], 'b srcset 1001 2'],
  ['known beats unknown', { src: 'a', srcset: 'b 100w' }, [], 'b srcset 100 1'],
  ['known above beats unknown', { src: 'a', srcset: 'b 5000w' }, [], 'b srcset 5000 1'],
  ['density × width', { src: 'a', width: '300', srcset: 'a, b 2x, c 4x' }, [], 'b srcset 600 2'],
  ['density alone', { src: 'a', srcset: 'b 1.5x, c 2x' }, [], 'c srcset null 2'],
  ['a lie loses to the honest', { srcset: 'a 100001w, b 1x, c 9x' }, [], 'b srcset null 2'],
  ['a lie is better than nothing', { src: 'data:,', srcset: 'a 100001w' }, [], 'a srcset null 0'],

  ['tie: srcset before src', { src: 'a', width: '640', srcset: 'b 640w' }, [], 'b srcset 640 1'],
  ['tie: first in srcset', { srcset: 'a 640w, b 640w' }, [], 'a srcset 640 1'],
  ['tie: src before source', { src: 'a', width: '640' }, [{ srcset: 'b 640w' }], 'a src 640 1'],
  ['tie: srcset before source', { srcset: 'a 640w' }, [{ srcset: 'b 640w' }], 'a srcset 640 1'],
  ['tie: first source', { src: 'data:,' }, [{ srcset: 'a' }, { srcset: 'b' }], 'a source null 1'],
  ['larger source', { srcset: 'a 640w' }, [{ srcset: 'b 641w' }], 'b source 641 1'],
  ['source of no known type', { src: 'a' }, [{ srcset: 'b 900w', type: 'image/svg+xml' }], 'a src null 0'],
  ['source of a known type', { src: 'a' }, [{ srcset: 'b 900w', type: 'image/avif' }], 'b source 900 1'],

  ['lazy before src', { src: 'a', 'data-src': 'b.jpg' }, [], 'b.jpg lazy null 1'],
  ['lazy before wide src', { src: 'a', width: '9', 'data-srcset': 'b.jpg 5w' }, [], 'b.jpg lazy 5 1'],
  ['first lazy', { 'data-lazy': 'b.jpg', 'data-original': 'a.jpg' }, [], 'a.jpg lazy null 1'],
  ['lazy list', { 'data-src': 'a.jpg', 'data-srcset': 'b.jpg 2w, c.jpg 3w' }, [], 'c.jpg lazy 3 2'],
  ['srcset with width before lazy', { srcset: 'a 200w', 'data-src': 'b.jpg' }, [], 'a srcset 200 1'],
  ['lazy source before src', { src: 'a' }, [{ 'data-srcset': 'b.jpg' }], 'b.jpg source null 1'],
  ['unusable lazy', { src: 'a', 'data-src': 'data:image/gif;base64,/' }, [], 'a src null 0'],
  ['lazy placeholder', { src: 'a', 'data-src': 'blank.gif' }, [], 'a src null 1'],
  ['JSON in a lazy attribute', { src: 'a', 'data-src': '{"x":"/b.jpg"}' }, [], 'a src null 0'],
  ['lazy URL that the src has too', { src: 'a.jpg', 'data-src': 'a.jpg' }, [], 'a.jpg src null 0'],

  ['data: src', { src: 'data:image/gif;base64,AA', srcset: 'a' }, [], 'a srcset null 0'],
  ['placeholder src', { src: 'spacer.gif', width: '900', srcset: 'a' }, [], 'a srcset 900 1'],
  ['placeholder src and wide source', { src: '/1x1.png' }, [{ srcset: 'a' }], 'a source null 1'],
  ['placeholder in srcset', { src: 'a', srcset: 'blank.png 900w' }, [], 'a src null 1'],
  ['the page as src', { src: '#' }, [{ srcset: 'a' }], 'a source null 1'],
  ['placeholder alone', { src: 'blank.gif' }, [], 'blank.gif src null 0'],

  ['art: whole has half', { srcset: 'a 400w' }, [{ media: 'x', srcset: 'b 800w' }], 'a srcset 400 1'],
  ['art: whole has less', { srcset: 'a 399w' }, [{ media: 'x', srcset: 'b 800w' }], 'b source 800 1'],
  ['art: whole unknown', { src: 'a' }, [{ media: 'x', srcset: 'b 800w' }], 'b source 800 1'],
  ['art: both unknown', { src: 'a' }, [{ media: 'x', srcset: 'b 2x' }], 'a src null 1'],
  ['art: crop unknown', { srcset: 'a 9w' }, [{ media: 'x', srcset: 'b' }], 'a srcset 9 1'],
  [
    'art: half of what fits',
    { srcset: 'a 400w' },
    [{ media: 'x', srcset: 'b 800w, c 4000w' }],
    'a srcset 400 2',
  ],
  ['art: nothing else', { src: 'data:,' }, [{ media: 'x', srcset: 'b 1x, c 2x' }], 'c source null 1'],
  [
    'art: a source without media is whole',
    { src: 'a' },
    [{ media: 'x', srcset: 'b 800w' }, { srcset: 'c 500w' }],
    'c source 500 2',
  ],

  ['others: distinct, usable', { src: 'a', srcset: 'a 1w, b 2w, data:,x 3w, b 4w' }, [], 'b srcset 4 1'],

  ['nothing', {}, [], 'no_src src null 0'],
  ['nothing usable: src tells', { src: 'data:,', 'data-src': 'http://[/' }, [], 'not_http src null 0'],
  ['nothing usable: empty src tells', { src: '', 'data-src': 'http://[/' }, [], 'no_src src null 0'],
  ['nothing usable, no src', { 'data-src': 'http://[/' }, [{ srcset: 'data:,a' }], 'invalid lazy null 0'],
]

describe('chooseUrl: best', () => {
  it.each(CASES)('%s', (_, image, sources, chosen) => {
    expect(best(image, sources)).toBe(chosen)
  })

  it('asks neither sizes nor the media condition', () => {
    const sources = [{ media: '(max-width: 1px)', srcset: 'b 10w' }]
    expect(best({ srcset: 'a 4w, c 3w', sizes: '1px' }, sources)).toBe('b source 10 2')
  })

  it.each<[name: string, image: Attributes, twin: Attributes, chosen: string]>([
    ['fills an empty frame', { src: 'data:,' }, { src: 'a' }, 'a noscript null 0'],
    ['beats the src', { src: 'a', width: '90' }, { src: 'b' }, 'b noscript 90 1'],
    ['loses to known widths', { 'data-srcset': 'a.jpg 300w' }, { src: 'b' }, 'a.jpg lazy 300 1'],
    ['loses to lazy', { 'data-src': 'a.jpg' }, { src: 'b' }, 'a.jpg lazy null 1'],
    ['wins by its list', { 'data-src': 'a.jpg' }, { src: 'a.jpg', srcset: 'b 300w' }, 'b noscript 300 1'],
    ['same URL', { 'data-src': 'a.jpg' }, { src: 'a.jpg' }, 'a.jpg lazy null 0'],
    ['tells the problem of the src', { src: 'data:,' }, { src: 'http://[/' }, 'not_http src null 0'],
    ['tells its own problem', {}, { src: 'http://[/' }, 'invalid noscript null 0'],
  ])('noscript copy %s', (_, image, twin, chosen) => {
    expect(best(image, [], reference(twin))).toBe(chosen)
  })

  it('takes the <source> tags of the copy', () => {
    expect(best({}, [], reference({ src: 'a' }, [{ srcset: 'b 9w' }]))).toBe('b noscript 9 1')
  })

  it('needs no base for absolute URLs', () => {
    const image = reference({ src: 'a', 'data-src': 'https://b.example/' })
    expect(chooseUrl(image, null, { choose: 'best', maxWidth: 1 })).toEqual({
      resolved: { url: 'https://b.example/' },
      source: 'lazy',
      width: null,
      others: 0,
    })
  })
})

describe('chooseUrl: src', () => {
  it.each<[image: Attributes, chosen: string]>([
    [{ src: 'a', srcset: 'b 900w', 'data-src': 'c.jpg' }, 'a src null 0'],
    [{ src: 'a', width: '30', srcset: 'b 900w' }, 'a src 30 0'],
    [{ src: 'blank.gif', 'data-src': 'c.jpg' }, 'blank.gif src null 0'],
    [{ src: 'data:,', width: '30', 'data-src': 'c.jpg' }, 'not_http src null 0'],
    [{ 'data-src': 'c.jpg' }, 'no_src src null 0'],
  ])('%j', (image, chosen) => {
    const options = { choose: 'src', maxWidth: 1000 } as const
    const copy = reference({ src: 'copy' })
    expect(show(chooseUrl(reference(image, [{ srcset: 's 950w' }]), BASE, options, copy))).toBe(chosen)
  })
})
