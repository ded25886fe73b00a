import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { normalDomain, parseBlockLine } from './block-line.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
// md5 and sha256 of the empty message: RFC 1321 A.5, FIPS 180-4 examples.
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

describe('parseBlockLine', () => {
  it.each([
    ['example.org', 'example.org'],
    [' .Example.ORG. ', 'example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['my_cdn.example.org # asked by mail', 'my_cdn.example.org'],
    ['192.0.2.7', '192.0.2.7'],
    // A name may look like the beginning of a hash.
    ['deadbeef.example', 'deadbeef.example'],
  ])('reads the domain %j', (line, domain) => {
    expect(parseBlockLine(line)).toEqual({ kind: 'domain', domain })
  })

  it.each([
    [MD5, 'md5', MD5],
    [`md5: ${MD5.toUpperCase()}\r`, 'md5', MD5],
    [SHA256, 'sha256', SHA256],
    [`SHA256:${SHA256}\t# a picture`, 'sha256', SHA256],
  ])('reads the hash %j', (line, kind, hex) => {
    expect(parseBlockLine(line)).toEqual({ kind, hex })
  })

  it.each([
    ['https://a.example/x.jpg', 'https://a.example/x.jpg'],
    ['HTTPS://A.Example:443/b/../x.jpg#part', 'https://a.example/x.jpg'],
    ['http://bücher.example/ä.jpg', 'http://xn--bcher-kva.example/%C3%A4.jpg'],
  ])('takes the URL %j as the column url has it', (line, url) => {
    expect(parseBlockLine(line)).toEqual({ kind: 'sha256', hex: sha256(url) })
  })

  it.each(['', '   ', '# example.org', '\t#', '\r'])('finds nothing in %j', (line) => {
    expect(parseBlockLine(line)).toBeNull()
  })

  it.each([
    'example.org/gallery',
    'example.org:80',
    'user@example.org',
    '0.0.0.0 example.org',
    '*.example.org',
    'a..example',
    'localhost',
    'ex%61mple.org',
    '[2001:db8::1]',
    'ftp://example.org/x.jpg',
    'https://',
    'https://user:secret@a.example/x.jpg',
    'https://a.example/1.jpg https://a.example/2.jpg',
    'https://a.example/\ufffd.jpg',
    '\ufffd.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(150)}example`,
    MD5.slice(1),
    `${SHA256}0`,
    `sha256:${MD5}`,
    `sha1:${'0'.repeat(40)}`,
    'https://a.example/'.padEnd(2001, 'x'),
  ])('says what it got instead: %j', (line) => {
    const shown = line.length > 40 ? `${JSON.stringify(line.slice(0, 40))}…` : JSON.stringify(line)
    expect(parseBlockLine(line)).toEqual({ got: shown })
  })

  it('takes dots off both ends and keeps what is no domain', () => {
    expect(['..A.b..', '...', 'x y'].map(normalDomain)).toEqual(['a.b', '', 'x y'])
  })
})
