import { describe, expect, it } from 'vitest'
import { archiveName, isWebPlace, parseArchiveUrl, placeName, redirectTarget } from './archive-url.js'

describe('the URL of an archive', () => {
  it.each([
    ['https://example.org/a.warc.gz', 'https://example.org/a.warc.gz'],
    ['HTTPS://EXAMPLE.org:443/a.warc.gz?X=1#f', 'https://example.org/a.warc.gz?X=1'],
    ['http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/a'],
    ['http://localhost/a', 'http://localhost/a'],
    ['http://[::1]:9/a', 'http://[::1]:9/a'],
  ])('%s', (place, href) => {
    expect(isWebPlace(place)).toBe(true)
    expect(parseArchiveUrl(place)).toMatchObject({ href })
  })

  it.each([
    ['http://example.org/a', 'http:'],
    ['http://127.0.0.1.example.org/a', 'http:'],
    ['http://localhost.example.org/a', 'http:'],
    ['https://user:word@example.org/a', 'one with a user name'],
    ['https://', 'no URL'],
    ['ftp://example.org/a', 'ftp:'],
  ])('%s is none: got %s', (place, got) => {
    expect(parseArchiveUrl(place)).toBe(got)
  })

  it('is not what paths are', () => {
    for (const path of ['a.warc.gz', './https://x', 'https:/x', '-', 'C:/a', 's3://bucket/a']) {
      expect(isWebPlace(path)).toBe(false)
      expect(placeName(path)).toBe(path)
    }
  })
})

describe('its name', () => {
  it('has no query and no fragment, and tells queries apart by their hash where it must', () => {
    const url = new URL('https://example.org:8443/x/a.warc.gz?X-Amz-Signature=secret')
    expect(archiveName(url)).toBe('https://example.org:8443/x/a.warc.gz')
    // sha256 of "?X-Amz-Signature=secret", by sha256sum.
    expect(archiveName(url, true)).toBe('https://example.org:8443/x/a.warc.gz#7224db53cb9f')
    expect(placeName('https://user:word@example.org/a?token=secret')).toBe('https://example.org/a')
    expect(placeName('https://?token=secret')).not.toContain('secret')
  })
})

describe('a redirect', () => {
  it.each([
    ['https://a.org/x', '/y?z=1', 'https://a.org/y?z=1'],
    ['https://a.org/x', 'https://b.org/y', 'https://b.org/y'],
    ['http://127.0.0.1:1/x', 'http://127.0.0.1:2/y', 'http://127.0.0.1:2/y'],
    ['http://127.0.0.1:1/x', 'https://b.org/y', 'https://b.org/y'],
  ])('from %s to %s leads to %s', (from, location, href) => {
    expect(redirectTarget(location, new URL(from))?.href).toBe(href)
  })

  it.each([
    ['https://a.org/x', 'http://a.org/x'],
    ['https://a.org/x', 'http://127.0.0.1/x'],
    ['https://a.org/x', 'file:///etc/passwd'],
    ['https://a.org/x', 'https://user@b.org/'],
    ['https://a.org/x', 'https://'],
  ])('from %s to %s is refused', (from, location) => {
    expect(redirectTarget(location, new URL(from))).toBeNull()
  })
})
