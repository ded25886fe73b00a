import { describe, expect, it } from 'vitest'
import { type Candidate, collectCandidates, MAX_CANDIDATES } from './collect-candidates.js'

const BASE = 'https://example.com/p/'

type Attributes = Readonly<Record<string, string>>

function collect(
  image: Attributes,
  sources: readonly Attributes[] = [],
  twin?: Attributes,
): readonly Candidate[] {
  const [reference, ...others] = [image, ...sources].map((each) => new Map(Object.entries(each)))
  if (reference === undefined) throw new Error('Expected an image')
  const copy = twin && { attributes: new Map(Object.entries(twin)), sources: [] }
  return collectCandidates({ attributes: reference, sources: others }, BASE, copy)
}

// `source name width density`, name without the base.
function show({ resolved, source, width, density }: Candidate): string {
  const name = 'url' in resolved ? resolved.url.replace(BASE, '') : resolved.unusable
  return `${source} ${name} ${width} ${density}`
}

describe('collectCandidates', () => {
  it('collects in the documented order', () => {
    const candidates = collect(
      {
        'data-srcset': 'd1 300w, d2',
        'data-lazy': '/p/l.jpg',
        'data-src': 'e.jpg',
        srcset: 'b 2x, c 640w',
        src: 'a',
      },
      [
        { srcset: 'f 2w', 'data-lazy-srcset': 'x/h', 'data-srcset': 'x/g' },
        { srcset: 'i' },
        { src: 'not-read' },
      ],
      { src: 'a', srcset: 'k 9w' },
    )
    expect(candidates.map(show)).toEqual([
      'src a null 1',
      'srcset b null 2',
      'srcset c 640 1',
      'lazy e.jpg null 1',
      'lazy l.jpg null 1',
      'source f 2 1',
      'source x/g null 1',
      'source x/h null 1',
      'source i null 1',
      'noscript a null 1',
      'noscript k 9 1',
    ])
    const deferred = candidates.filter((candidate) => candidate.deferred).map(show)
    expect(deferred).toEqual([
      'lazy e.jpg null 1',
      'lazy l.jpg null 1',
      'source x/g null 1',
      'source x/h null 1',
      'noscript a null 1',
      'noscript k 9 1',
    ])
  })

  it.each<[name: string, image: Attributes, shown: readonly string[]]>([
    ['density × width', { width: '300', srcset: 'a 2x, b 1.5x, c' }, ['a 600 2', 'b 450 1.5', 'c 300 1']],
    ['w before width', { width: '300', srcset: 'a 640w' }, ['a 640 1']],
    ['rounded, at least 1', { width: '1', srcset: 'a .1x, b 1.5x' }, ['a 1 0.1', 'b 2 1.5']],
    ['no width', { srcset: 'a 2x' }, ['a null 2']],
    ['percentage', { width: '50%', srcset: 'a 2x' }, ['a null 2']],
    ['largest believed', { srcset: 'a 100000w, b 4x' }, ['a 100000 1', 'b null 4']],
    ['lies', { width: '9', srcset: 'a 100001w, b 4.1x, c 0x' }, ['a null 0', 'b null 0', 'c null 0']],
    ['lying width attribute', { width: '100001', srcset: 'a 2x' }, ['a null 2']],
  ])('declared width: %s', (_, image, shown) => {
    expect(collect(image).map(show)).toEqual(shown.map((text) => `srcset ${text}`))
  })

  it('multiplies by the width of the <source> before that of the image', () => {
    const [own, image] = collect({ width: '300' }, [{ width: '400', srcset: 'a 2x' }, { srcset: 'b 2x' }])
    expect([own?.width, image?.width]).toEqual([800, 600])
  })

  it('gives width and lazy URL the width attribute, the copy its own first', () => {
    const image = { width: '300', src: 'a', 'data-src': 'b.jpg' }
    expect(collect(image, [], { src: 'c', width: '600' }).map(show)).toEqual([
      'src a 300 1',
      'lazy b.jpg 300 1',
      'noscript c 600 1',
    ])
    expect(collect(image, [], { src: 'c' }).map(show)).toContain('noscript c 300 1')
  })

  it.each([
    [undefined, true],
    ['', true],
    ['image/webp', true],
    [' IMAGE/JPG ', true],
    ['image/avif;codecs=av1', true],
    ['image/jpeg', true],
    ['image/png', true],
    ['image/gif', true],
    ['image/svg+xml', false],
    ['image/jxl', false],
    ['video/mp4', false],
    ['webp', false],
  ])('<source type=%j>: %s', (type, kept) => {
    const source: Attributes = type === undefined ? { srcset: 'a' } : { srcset: 'a', type }
    expect(collect({}, [source])).toHaveLength(kept ? 1 : 0)
  })

  it.each([
    ['(min-width: 9px)', true],
    ['print', true],
    [' ALL ', false],
    ['', false],
  ])('<source media=%j> crops: %s', (media, cropped) => {
    expect(collect({}, [{ srcset: 'a', media }])[0]?.cropped).toBe(cropped)
  })

  it.each([
    ['a.jpg', true],
    ['a.webp \n', true],
    ['/image/1', true],
    ['//cdn.example/1', true],
    [' https://cdn.example/a b.jpg?c={', false],
    ['https://cdn.example/a_{width}x.jpg', false],
    ['{"default":"//cdn.example/a.jpg"}', false],
    ['<img src="a.jpg">', false],
    ['true', false],
    ['1', false],
    ['1.5', false],
    ['12345', false],
    ['', false],
  ])('lazy value %j is a URL: %s', (value, kept) => {
    expect(collect({ 'data-src': value })).toHaveLength(kept ? 1 : 0)
  })

  it('takes no template from a lazy list, and any text from a plain one', () => {
    const value = 'x/{width}.jpg 1x, true 2x'
    expect(collect({ 'data-srcset': value })).toEqual([])
    expect(collect({ srcset: value })).toHaveLength(2)
  })

  it('stops at 300, the copy included', () => {
    const list = Array.from({ length: 200 }, (_, i) => `/${i} ${i + 1}w`).join(',')
    const candidates = collect({ src: 'a', srcset: list }, [], { src: 'b', srcset: list })
    expect(candidates).toHaveLength(MAX_CANDIDATES)
    expect(candidates.slice(200, 203).map(show)).toEqual([
      'srcset https://example.com/199 200 1',
      'noscript b null 1',
      'noscript https://example.com/0 1 1',
    ])
  })

  it('looks at 300 of any number of sources', () => {
    const sources = Array.from({ length: 1e5 }, (_, i) => ({
      type: i < 400 ? 'video/mp4' : 'image/webp',
      srcset: 'a',
    }))
    expect(collect({ src: 'b' }, sources).map(show)).toEqual(['src b null 1'])
  })

  it.each([
    ['dots', '.a'.repeat(1e6)],
    ['braces', '{'.repeat(2e6)],
    ['spaces', `.jpg${' '.repeat(2e6)}x`],
    ['spaced dots', '.jpg '.repeat(4e5)],
    ['data:', `data:image/gif;base64,${'A'.repeat(2e6)}`],
  ])('is linear in %s', (_, value) => {
    const image = { src: value, srcset: value, 'data-src': value, 'data-srcset': value }
    for (const { resolved } of collect(image)) expect(resolved).toHaveProperty('unusable')
  })
})
