import { describe, expect, it } from 'vitest'
import type { PageImage } from '../html/image-finder.js'
import { mergeTwins } from './noscript-twins.js'

const BASE = 'https://example.com/'

type Attributes = Readonly<Record<string, string>>

function picture(attributes: Attributes, inNoscript: boolean): PageImage {
  return {
    attributes: new Map(Object.entries(attributes)),
    sources: [],
    inNoscript,
    link: null,
    figcaption: null,
    labelledBy: null,
    surrounding: { before: '', after: '' },
  }
}

const visible = (attributes: Attributes): PageImage => picture(attributes, false)
const copy = (attributes: Attributes): PageImage => picture(attributes, true)
const EMPTY = 'data:image/gif;base64,AA'

/** `index` of each reference, `index+index` with its copy. */
function merge(...images: readonly PageImage[]): string {
  return mergeTwins(images, BASE)
    .map(({ index, twin }) => (twin === null ? `${index}` : `${index}+${images.indexOf(twin)}`))
    .join(' ')
}

describe('mergeTwins: same URL', () => {
  it.each<[name: string, images: readonly PageImage[], merged: string]>([
    ['copy behind', [visible({ src: EMPTY, 'data-src': '/a' }), copy({ src: '/a' })], '0+1'],
    ['copy before', [copy({ src: '/a' }), visible({ src: EMPTY, 'data-src': '/a' })], '1+0'],
    ['in any attribute', [visible({ srcset: '/a 1w, /b 2w' }), copy({ src: '/c', srcset: '/b 2w' })], '0+1'],
    ['written otherwise', [visible({ src: 'https://EXAMPLE.com/a#x' }), copy({ src: '/x/../a' })], '0+1'],
    ['alts differ', [visible({ src: '/a', alt: 'x' }), copy({ src: '/a', alt: 'y' })], '0+1'],
    ['a pixel', [visible({ src: '/a' }), copy({ src: '/a', width: '1' })], '0+1'],
    ['another URL', [visible({ src: '/a' }), copy({ src: '/b' })], '0 1'],
    ['only a placeholder', [visible({ src: '/blank.gif', alt: 'x' }), copy({ src: '/blank.gif' })], '0 1'],
    ['unusable', [visible({ src: EMPTY }), copy({ src: EMPTY })], '0 1'],
    ['both visible', [visible({ src: '/a' }), visible({ src: '/a' })], '0 1'],
    ['both copies', [copy({ src: '/a' }), copy({ src: '/a' })], '0 1'],
    ['another copy between', [visible({ src: '/a' }), copy({ src: '/b' }), copy({ src: '/a' })], '0+2 1'],
    [
      'another picture between',
      [visible({ src: '/a' }), visible({ src: '/b' }), copy({ src: '/a' })],
      '0 1 2',
    ],
    ['one copy each', [visible({ src: '/a' }), copy({ src: '/a' }), copy({ src: '/a' })], '0+1 2'],
    [
      'before goes before after',
      [visible({ src: '/a' }), copy({ src: '/a' }), visible({ src: '/a' })],
      '0+1 2',
    ],
    [
      'after, when before is taken',
      [visible({ src: '/a' }), copy({ src: '/a' }), copy({ src: '/a' }), visible({ src: '/a' })],
      '0+1 3+2',
    ],
    [
      'goes before empty frame',
      [visible({ src: EMPTY }), copy({ src: '/a' }), visible({ src: '/a' })],
      '0 2+1',
    ],
  ])('%s', (_, images, merged) => {
    expect(merge(...images)).toBe(merged)
  })
})

describe('mergeTwins: empty frame', () => {
  const photo = copy({ src: '/a' })
  it.each<[name: string, images: readonly PageImage[], merged: string]>([
    ['data:', [visible({ src: EMPTY }), photo], '0+1'],
    ['no src', [visible({}), photo], '0+1'],
    ['placeholder', [visible({ src: '/spacer.gif' }), photo], '0+1'],
    ['frame behind', [photo, visible({ src: EMPTY })], '1+0'],
    ['pairs in a row', [visible({}), photo, visible({}), copy({ src: '/b' })], '0+1 2+3'],
    ['pairs the other way', [photo, visible({}), copy({ src: '/b' }), visible({})], '1+0 3+2'],
    ['real picture before', [visible({ src: '/z' }), photo, visible({})], '0 2+1'],
    ['not directly beside', [visible({}), copy({ src: '/1', alt: 'x', width: '1' }), photo], '0 1 2'],
    ['equal alts', [visible({ alt: 'x ' }), copy({ src: '/a', alt: 'x' })], '0+1'],
    ['no alt here', [visible({}), copy({ src: '/a', alt: 'x' })], '0+1'],
    ['empty alt there', [visible({ alt: 'x' }), copy({ src: '/a', alt: '' })], '0+1'],
    ['alts differ', [visible({ alt: 'x' }), copy({ src: '/a', alt: 'y' })], '0 1'],
    ['frame has a URL', [visible({ src: '/z' }), photo], '0 1'],
    ['frame has a lazy URL', [visible({ src: EMPTY, 'data-src': '/z' }), photo], '0 1'],
    ['copy has none', [visible({}), copy({ src: EMPTY })], '0 1'],
    ['copy has a placeholder', [visible({}), copy({ src: '/blank.gif' })], '0 1'],
    ...['0', '1', '01', ' 1px'].map((side): [string, readonly PageImage[], string] => [
      `pixel of width ${side}`,
      [visible({}), copy({ src: '/a', width: side })],
      '0 1',
    ]),
    ['pixel of height 1', [visible({}), copy({ src: '/a', height: '1' })], '0 1'],
    ...['10', '100%', '1.5', '', 'x'].map((side): [string, readonly PageImage[], string] => [
      `no pixel of width ${side}`,
      [visible({}), copy({ src: '/a', width: side })],
      '0+1',
    ]),
  ])('%s', (_, images, merged) => {
    expect(merge(...images)).toBe(merged)
  })
})

describe('mergeTwins', () => {
  const texts = (image: Attributes, twin: Attributes) =>
    mergeTwins([visible({ src: '/a', ...image }), copy({ src: '/a', ...twin })], BASE)[0]?.image.attributes

  it('hands alt and title on to a picture without alt', () => {
    const gained = new Map([
      ['src', '/a'],
      ['alt', 'x'],
      ['title', 'y'],
    ])
    expect(texts({}, { alt: 'x', title: 'y', width: '9' })).toEqual(gained)
    expect(texts({ title: 'z' }, { alt: 'x', title: 'y' })?.get('title')).toBe('z')
    expect(texts({ alt: '' }, { alt: 'x', title: 'y' })).toEqual(
      new Map([
        ['src', '/a'],
        ['alt', ''],
      ]),
    )
    expect(texts({}, {})).toEqual(new Map([['src', '/a']]))
  })

  it('leaves what it was given as it was', () => {
    const images = [visible({ src: '/a' }), copy({ src: '/a', alt: 'x' }), visible({ src: '/b' })]
    const merged = mergeTwins(images, BASE)
    expect(images[0]?.attributes.has('alt')).toBe(false)
    expect(merged[0]?.twin).toBe(images[1])
    expect(merged[1]).toEqual({ index: 2, image: images[2], twin: null })
    expect(merged[1]?.image).toBe(images[2])
  })

  it('is linear in pictures and in what they offer', () => {
    const list = Array.from({ length: 200 }, (_, i) => `/${i} ${i + 1}w`).join(',')
    const copies = Array.from({ length: 50_000 }, (_, i) => copy({ src: `/c${i}` }))
    const images = [visible({ srcset: list }), ...copies, visible({ srcset: list })]
    expect(mergeTwins(images, BASE).map(({ index }) => index)).toEqual([...images.keys()])
  })
})
