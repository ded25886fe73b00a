import { describe, expect, test } from 'vitest'
import { sniffFormat } from './sniff-format.js'

const latin = (text: string) => Buffer.from(text, 'latin1')
const ftyp = (major: string, ...brands: string[]) => {
  const body = latin(`ftyp${major}\0\0\0\0${brands.join('')}`)
  return Buffer.concat([Buffer.from([0, 0, 0, body.length + 4]), body])
}

const allowed: [string, Buffer][] = [
  ['jpeg', latin('\xff\xd8\xff\xe0')],
  ['png', latin('\x89PNG\r\n\x1a\n')],
  ['gif', latin('GIF87a')],
  ['gif', latin('GIF89a')],
  ['webp', latin('RIFF\0\0\0\0WEBPVP8 ')],
  ['avif', ftyp('avif', 'mif1', 'miaf')],
  ['avif', ftyp('avis', 'msf1')],
  ['avif', ftyp('mif1', 'avif', 'miaf')],
]

const refused: [string, string, Buffer][] = [
  ['not_an_image', 'empty', Buffer.alloc(0)],
  ['not_an_image', 'unknown', latin('\xff\xd8')],
  ['not_an_image', 'unknown', Buffer.alloc(4)],
  ['not_an_image', 'html', latin('\n <!DOCTYPE html><html><svg></svg>')],
  ['not_an_image', 'html', latin('<!-- a --><html>')],
  ['not_an_image', 'html', latin('\xef\xbb\xbf<html>')],
  ['not_an_image', 'html', latin('\xff\xfe<\0h\0t\0m\0l\0>\0')],
  ['not_an_image', 'xml', latin('<?xml version="1.0"?><rss/>')],
  ['not_an_image', 'json', latin('{"error": 404}')],
  ['not_an_image', 'json', latin('[1, 2]')],
  ['not_an_image', 'text', latin('404 page not found')],
  ['not_an_image', 'gzip', latin('\x1f\x8b\x08')],
  ['not_an_image', 'zip', latin('PK\x03\x04')],
  ['not_an_image', 'mp4', ftyp('isom', 'mp41')],
  ['not_an_image', 'riff', latin('RIFF\0\0\0\0WAVE')],
  ['format_not_allowed', 'svg', latin('<?xml version="1.0"?>\n<!-- x --><svg xmlns="…">')],
  ['format_not_allowed', 'svg', latin('<SVG>')],
  ['format_not_allowed', 'tiff', latin('II*\0')],
  ['format_not_allowed', 'tiff', latin('MM\0*')],
  ['format_not_allowed', 'bmp', latin('BM6\0')],
  ['format_not_allowed', 'ico', latin('\0\0\x01\0')],
  ['format_not_allowed', 'pdf', latin('%PDF-1.5')],
  ['format_not_allowed', 'heic', ftyp('heic', 'mif1')],
  ['format_not_allowed', 'heic', ftyp('mif1', 'heic')],
  ['format_not_allowed', 'jxl', latin('\xff\x0a')],
  ['format_not_allowed', 'jp2', latin('\0\0\0\x0cjP  \r\n\x87\n')],
  ['format_not_allowed', 'psd', latin('8BPS')],
  ['format_not_allowed', 'vips', latin('\xb6\xa6\xf2\x08')],
  ['format_not_allowed', 'ppm', latin('P6\n64 64')],
]

describe('sniffFormat', () => {
  test.each(allowed)('allows %s', (format, bytes) => {
    expect(sniffFormat(bytes)).toEqual({ allowed: format })
  })
  test.each(refused)('%s: %s', (code, name, bytes) => {
    expect(sniffFormat(bytes)).toEqual({ refused: name, code })
  })
  test('reads nothing past the end of any prefix', () => {
    for (const [, bytes] of allowed) {
      for (let n = 0; n < bytes.length; n++) expect(() => sniffFormat(bytes.subarray(0, n))).not.toThrow()
    }
  })
})
