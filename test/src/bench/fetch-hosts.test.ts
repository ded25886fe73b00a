import { describe, expect, it } from 'vitest'
import { hostedUrls, zipfCounts } from './fetch-hosts.js'

describe('zipfCounts', () => {
  it('gives host k the share 1/k where that is whole', () => {
    // 1 + 1/2 + 1/3 + 1/4 = 25/12, so 25 URLs are 12, 6, 4 and 3.
    expect(zipfCounts(25, 4)).toEqual([12, 6, 4, 3])
  })

  it('gives what is left to the largest remainders', () => {
    // 1 + 1/2 = 3/2: 2 and 1 thirds of 10 are 6.67 and 3.33.
    expect(zipfCounts(10, 2)).toEqual([7, 3])
  })

  it('leaves hosts without a URL rather than losing one', () => {
    expect(zipfCounts(2, 3)).toEqual([1, 1, 0])
    expect(zipfCounts(0, 3)).toEqual([0, 0, 0])
  })

  it.each([1, 100, 9999])('adds up to %i URLs, never rising', (urls) => {
    const counts = zipfCounts(urls, 5000)
    expect(counts).toHaveLength(5000)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(urls)
    const sizes = counts.filter((count) => count > 1)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })

  it('refuses no host', () => {
    expect(() => zipfCounts(1, 0)).toThrow('Expected a host or more for zipfCounts, got 0')
  })
})

describe('hostedUrls', () => {
  const size = { seed: 'a', urls: 25, hosts: 4, nameOf: (rank: number) => `h${rank}.example` }

  it('has each URL once, each host as often as its share says', () => {
    const urls = hostedUrls(size)
    expect(new Set(urls.map(({ url }) => url)).size).toBe(25)
    const of = (host: string): number => urls.filter((each) => each.host === host).length
    expect(['h1', 'h2', 'h3', 'h4'].map((name) => of(`${name}.example`))).toEqual([12, 6, 4, 3])
    expect(urls.every(({ url, host, index }) => url === `http://${host}/${index}.jpg`)).toBe(true)
  })

  it('repeats with the seed, and mixes the hosts', () => {
    expect(hostedUrls(size)).toEqual(hostedUrls(size))
    expect(hostedUrls({ ...size, seed: 'b' })).not.toEqual(hostedUrls(size))
    expect(
      hostedUrls(size)
        .slice(0, 12)
        .every(({ host }) => host === 'h1.example'),
    ).toBe(false)
  })
})
