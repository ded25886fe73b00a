import { describe, expect, it } from 'vitest'
import { archiveHref, isPlace, nameArchives } from './name-archives.js'

const names = (...places: string[]): string[] => nameArchives(places).map(({ name }) => name)

describe('names of archives in rows', () => {
  it('files by their path below the common folder, whatever else there is', () => {
    expect(names('/d/x/a.warc', 'https://example.org/a.warc.gz', '/d/y/b.warc', '-')).toEqual([
      'x/a.warc',
      'https://example.org/a.warc.gz',
      'y/b.warc',
      'stdin',
    ])
  })

  it('URLs without a query, so that a new signature is the same archive', () => {
    const url = 'https://bucket.example.org/crawl/a.warc.gz'
    expect(names(`${url}?X-Amz-Signature=one`)).toEqual([url])
    expect(nameArchives([`${url}?X-Amz-Signature=one`])[0]?.path).toBe(`${url}?X-Amz-Signature=one`)
  })

  it('URLs that differ by the query alone, by its hash', () => {
    const [one, two, other] = names(
      'https://e.org/get?id=1',
      'https://e.org/get?id=2',
      'https://e.org/x?id=1',
    )
    expect(one).toMatch(/^https:\/\/e\.org\/get#[0-9a-f]{12}$/)
    expect(two).toMatch(/^https:\/\/e\.org\/get#[0-9a-f]{12}$/)
    expect(one).not.toBe(two)
    expect(other).toBe('https://e.org/x')
  })

  it('never one name twice', () => {
    expect(() => names('/d/stdin', '-')).toThrow('two named stdin')
  })
})

describe('a place that is no path', () => {
  it('is a URL or a dash', () => {
    expect(['https://e.org/a?b=*', '-'].map(isPlace)).toEqual([true, true])
    expect(['a.warc', './-', 'https:/e.org', '*.gz'].map(isPlace)).toEqual([false, false, false, false])
  })

  it('is asked for by https, or on this machine', () => {
    expect(archiveHref('https://e.org/a?b=c#d')).toBe('https://e.org/a?b=c')
    expect(archiveHref('http://127.0.0.1:80/a')).toBe('http://127.0.0.1/a')
    expect(() => archiveHref('http://e.org/a?token=t')).toThrow(
      'source.files: Expected an https URL for http://e.org/a, got http:',
    )
    expect(() => archiveHref('https://user:word@e.org/a')).toThrow(
      'for https://e.org/a, got one with a user name',
    )
  })
})
