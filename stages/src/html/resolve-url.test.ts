import { describe, expect, it } from 'vitest'
import { registeredDomain } from './registered-domain.js'
import { type ResolvedUrl, resolveImageUrl, resolvePageBase } from './resolve-url.js'

const BASE = 'https://example.com/a/b.html'

describe('resolveImageUrl', () => {
  it.each<[src: string, url: string]>([
    ['c.png', 'https://example.com/a/c.png'],
    ['  /c.png\n', 'https://example.com/c.png'],
    ['/c\nd.png', 'https://example.com/cd.png'],
    ['//cdn.example/x', 'https://cdn.example/x'],
    ['../../../x?y#z', 'https://example.com/x?y'],
    ['HTTP://EXAMPLE.com:80/x', 'http://example.com/x'],
    ['https:c.png', 'https://example.com/a/c.png'],
    ['\\\\cdn.example\\x', 'https://cdn.example/x'],
    ['http://bücher.example/ü?ü', 'http://xn--bcher-kva.example/%C3%BC?%C3%BC'],
    ['?x', 'https://example.com/a/b.html?x'],
    ['a b.png', 'https://example.com/a/a%20b.png'],
    ['\uD800.png', 'https://example.com/a/%EF%BF%BD.png'],
    ['a\0b', 'https://example.com/a/a%00b'],
    ['./x:y', 'https://example.com/a/x:y'],
    [`x#${'f'.repeat(5000)}`, 'https://example.com/a/x'],
    [`/${'x'.repeat(2000 - 'https://example.com/'.length)}`, `https://example.com/${'x'.repeat(1980)}`],
  ])('%j', (src, url) => {
    expect(resolveImageUrl(src, BASE)).toEqual({ url })
  })

  it.each<[src: string | null, expected: ResolvedUrl]>([
    [null, { unusable: 'no_src', shown: '' }],
    ['', { unusable: 'no_src', shown: '' }],
    [' \t\n\0', { unusable: 'no_src', shown: '' }],
    ['data:image/gif;base64,R0lGODlhAQABAAAAACw=', { unusable: 'not_http', shown: 'data:image/gif;base64,' }],
    [' DA\nTA:image/gif,x', { unusable: 'not_http', shown: 'DA TA:image/gif,' }],
    ['data:nocomma', { unusable: 'not_http', shown: 'data:' }],
    ['blob:https://example.com/1', { unusable: 'not_http', shown: 'blob:https://example.com/1' }],
    ['java\tscript:alert(1)', { unusable: 'not_http', shown: 'java script:alert(1)' }],
    ['about:blank', { unusable: 'not_http', shown: 'about:blank' }],
    ['C:\\x.png', { unusable: 'not_http', shown: 'C:\\x.png' }],
    ['ftp://example.com/x', { unusable: 'not_http', shown: 'ftp://example.com/x' }],
    ['http://', { unusable: 'invalid', shown: 'http://' }],
    ['http://a b/', { unusable: 'invalid', shown: 'http://a b/' }],
    ['http://1.2.3.4.5.6:99999/', { unusable: 'invalid', shown: 'http://1.2.3.4.5.6:99999/' }],
    ['http://u:p@example.com/x', { unusable: 'invalid', shown: 'http://u:p@example.com/x' }],
    ['http://u@example.com/\u202E', { unusable: 'invalid', shown: 'http://u@example.com/' }],
    [`/${'x'.repeat(1981)}`, { unusable: 'invalid', shown: `/${'x'.repeat(199)}` }],
    [`javascript:${'x'.repeat(1e6)}`, { unusable: 'not_http', shown: `javascript:${'x'.repeat(189)}` }],
  ])('%# unusable', (src, expected) => {
    expect(resolveImageUrl(src, BASE)).toEqual(expected)
  })

  it('needs a base only for relative addresses', () => {
    expect(resolveImageUrl('http://a.example/x', null)).toEqual({ url: 'http://a.example/x' })
    expect(resolveImageUrl('x', null)).toEqual({ unusable: 'invalid', shown: 'x' })
    expect(resolveImageUrl('x', 'ftp://a.example/')).toEqual({ unusable: 'not_http', shown: 'x' })
    expect(resolveImageUrl('x', 'http://u:p@a.example/')).toMatchObject({ unusable: 'invalid' })
  })

  it('never reads a 50 MB data: URI', () => {
    const src = `data:image/png;base64,${'A'.repeat(50e6)}`
    // `repeat` builds a rope; the first index access would flatten it inside the measured time.
    expect(src.charAt(100)).toBe('A')
    const start = performance.now()
    expect(resolveImageUrl(src, BASE)).toEqual({ unusable: 'not_http', shown: 'data:image/png;base64,' })
    expect(performance.now() - start).toBeLessThan(50)
  })
})

describe('resolvePageBase', () => {
  it.each<[pageUrl: string, baseHref: string | null, expected: string | null]>([
    ['http://a.example/x/y', null, 'http://a.example/x/y'],
    ['http://a.example/x/y', '', 'http://a.example/x/y'],
    ['http://a.example/x/y', '/z/', 'http://a.example/z/'],
    ['http://a.example/x/y', '//b.example', 'http://b.example/'],
    ['http://a.example/x/y', 'http://[', 'http://a.example/x/y'],
    ['http://a.example/x/y', 'data:text/html,x', 'http://a.example/x/y'],
    ['http://a.example/x/y', 'javascript:1', 'http://a.example/x/y'],
    ['http://a.example/x/y', 'ftp://b.example/', 'ftp://b.example/'],
    ['http://a.example/x/y', 'x'.repeat(1e6), 'http://a.example/x/y'],
    ['urn:x', 'http://b.example/', null],
    ['nonsense', null, null],
  ])('%# %s', (pageUrl, baseHref, expected) => {
    expect(resolvePageBase(pageUrl, baseHref)).toBe(expected)
  })
})

describe('registeredDomain', () => {
  it.each<[url: string, expected: string]>([
    ['https://www.Example.co.uk/x', 'example.co.uk'],
    ['https://a.b.example.com:8080/', 'example.com'],
    ['https://example.com./', 'example.com'],
    ['https://me.github.io/', 'me.github.io'],
    ['https://github.io/', 'github.io'],
    ['https://co.uk/', 'co.uk'],
    ['https://www.bücher.de/', 'xn--bcher-kva.de'],
    ['http://192.168.0.1/', '192.168.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://[::1]:80/', '[::1]'],
    ['http://localhost/', 'localhost'],
    ['http://my_bucket.example.com/', 'example.com'],
    ['http://a.unlisted-tld-x/', 'a.unlisted-tld-x'],
    ['nonsense', ''],
  ])('%s', (url, expected) => {
    expect(registeredDomain(url)).toBe(expected)
  })
})
