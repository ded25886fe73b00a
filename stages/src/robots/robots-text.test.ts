import { describe, expect, it } from 'vitest'
import { ROBOTS_BYTES, readRobotsText } from './robots-text.js'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

describe('the text of a file', () => {
  it.each<[string, string, string]>([
    ['\xef\xbb\xbfUser', 'User', 'after google/robotstxt robots_test.cc, ID_UTF8ByteOrderMarkIsSkipped'],
    ['\xef\xbbUser', 'User', 'the same: two octets of the mark'],
    ['\xefUser', 'User', 'the same: one'],
    ['\xef\x11\xbfUser', '\x11\xbfUser', 'the same: garbage stays'],
    ['a\n\xef\xbb\xbfUser', 'a\n\xef\xbb\xbfUser', 'the same: only at the beginning'],
    ['\xff\xfeU\0s\0\xc4\x30', 'Us\xe3\x83\x84', 'Unicode §23.8: UTF-16, little end first'],
    ['\xfe\xff\0U\0s\x30\xc4', 'Us\xe3\x83\x84', 'Unicode §23.8: UTF-16, big end first'],
    ['\xfe\xff\0U\0', 'U', 'half a character at the end'],
    ['caf\xe9\0\xff', 'caf\xe9\0\xff', 'no UTF-8, kept'],
    ['', '', 'empty'],
  ])('%j is %j (%s)', (bytes, octets) => {
    expect(readRobotsText(latin1(bytes))).toEqual({ octets, truncated: false })
  })

  it('reads 500 KiB whole, RFC 9309 §2.5', () => {
    const bytes = latin1('x'.repeat(512_000))
    expect(ROBOTS_BYTES).toBe(512_000)
    expect(readRobotsText(bytes)).toEqual({ octets: 'x'.repeat(512_000), truncated: false })
  })

  it.each<[string, string, number]>([
    ['leaves out the line that the limit cuts', `${'x'.repeat(511_990)}\nAllow: /pictures/`, 511_991],
    ['keeps a line that ends at the limit', `${'x'.repeat(512_000)}\nmore`, 512_001],
    ['keeps a line that ends at the limit with CR', `${'x'.repeat(512_000)}\rmore`, 512_001],
    ['reads nothing of one line of 1 MB', 'x'.repeat(1_000_000), 0],
  ])('%s', (_name, text, length) => {
    const { octets, truncated } = readRobotsText(latin1(text))
    expect({ length: octets.length, truncated }).toEqual({ length, truncated: true })
  })

  it('reads a view into a larger buffer', () => {
    expect(readRobotsText(new Uint8Array(latin1('abcdef')).subarray(2, 4)).octets).toBe('cd')
  })
})
