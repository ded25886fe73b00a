import { describe, expect, it } from 'vitest'
import { decodePage, isHtml } from './decode-page.js'

type Bytes = string | readonly number[]

// Strings are byte strings: one character, one byte.
const toBytes = (...parts: readonly Bytes[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )

const UTF8_BOM = '\xEF\xBB\xBF'

describe('decodePage: who names the encoding', () => {
  it.each<[name: string, body: string, header: string | null, charset: string, source: string]>([
    ['nobody', 'x', null, 'windows-1252', 'default'],
    ['nobody, but UTF-8', 'caf\xC3\xA9', null, 'utf-8', 'content'],
    ['nobody, UTF-8 cut inside a character', 'caf\xC3\xA9 \xE2\x80', null, 'utf-8', 'content'],
    ['nobody, Latin', 'caf\xE9', null, 'windows-1252', 'default'],
    ['nobody, empty', '', 'text/html', 'windows-1252', 'default'],
    ['nobody, xhtml', 'x', 'application/xhtml+xml; x=y', 'utf-8', 'default'],
    ['BOM over all', `${UTF8_BOM}<meta charset=gbk>`, 'text/html; charset=koi8-r', 'utf-8', 'bom'],
    ['utf-16le BOM', '\xFF\xFEx\0', 'text/html; charset=utf-8', 'utf-16le', 'bom'],
    ['utf-16be BOM', '\xFE\xFF\0x', null, 'utf-16be', 'bom'],
    ['HTTP over meta', '<meta charset=gbk>', 'text/html; charset=koi8-r', 'koi8-r', 'http'],
    ['HTTP quoted', 'x', 'text/html;charset="UTF-8"', 'utf-8', 'http'],
    ['HTTP spaced', 'x', 'TEXT/HTML ; CHARSET = Shift_JIS ; a=b', 'shift_jis', 'http'],
    ['HTTP latin1 is windows-1252', 'x', 'text/html; charset=ISO-8859-1', 'windows-1252', 'http'],
    ['HTTP utf-16 is utf-16', 'x\0', 'text/html; charset=utf-16', 'utf-16le', 'http'],
    ['HTTP x-user-defined is itself', 'x', 'text/html; charset=x-user-defined', 'x-user-defined', 'http'],
    ['HTTP unknown falls through', '<meta charset=gbk>', 'text/html; charset=utf-7', 'gbk', 'meta'],
    ['HTTP empty falls through', '<meta charset=gbk>', 'text/html; charset=', 'gbk', 'meta'],
    ['HTTP prototype name falls through', 'x', 'text/html; charset=__proto__', 'windows-1252', 'default'],
    ['HTTP huge falls through', 'x', `text/html; charset=${'a'.repeat(1e6)}`, 'windows-1252', 'default'],
    ['meta charset', '<html><head><META CHARSET=" UTF-8 "/>', null, 'utf-8', 'meta'],
    [
      'meta pragma',
      '<meta http-equiv=Content-Type content="text/html; charset=euc-kr">',
      null,
      'euc-kr',
      'meta',
    ],
    [
      'meta pragma turned',
      "<meta content='a;charset = \"big5\"' http-equiv='content-type'>",
      null,
      'big5',
      'meta',
    ],
    ['content without pragma', '<meta content="text/html; charset=euc-kr">', null, 'windows-1252', 'default'],
    ['unknown, then known', '<meta charset=utf-7><meta charset=gbk>', null, 'gbk', 'meta'],
    ['utf-16 means utf-8', '<meta charset=utf-16be>', null, 'utf-8', 'meta'],
    ['x-user-defined means 1252', '<meta charset=x-user-defined>', null, 'windows-1252', 'meta'],
    ['in a comment', '<!-- <meta charset=gbk> --><meta charset=big5>', null, 'big5', 'meta'],
    ['abrupt comment', '<!--><meta charset=gbk>', null, 'gbk', 'meta'],
    ['in another attribute', '<a title="<meta charset=gbk>"><meta charset=big5>', null, 'big5', 'meta'],
    ['after an end tag', '</a x="<meta charset=gbk>"><meta charset=big5>', null, 'big5', 'meta'],
    ['metadata is not meta', '<metadata charset=gbk>', null, 'windows-1252', 'default'],
    ['meta with slash', '<meta/charset=gbk>', null, 'gbk', 'meta'],
    ['first duplicate wins', '<meta charset=gbk charset=big5>', null, 'gbk', 'meta'],
    ['at 1,000 bytes', `${' '.repeat(1000)}<meta charset=gbk>`, null, 'gbk', 'meta'],
    ['cut at 1,024 bytes', `${' '.repeat(1010)}<meta charset=gbk>`, null, 'windows-1252', 'default'],
    ['open meta at the end', '<meta charset=gbk', null, 'windows-1252', 'default'],
    ['xml declaration', '<?xml version="1.0" encoding="koi8-r"?><html>', null, 'koi8-r', 'meta'],
    ['meta over xml declaration', '<?xml encoding="koi8-r"?><meta charset=gbk>', null, 'gbk', 'meta'],
    ['utf-16 xml declaration', '<\0?\0x\0m\0l\0', null, 'utf-16le', 'meta'],
  ])('%s', (_name, body, header, charset, charsetSource) => {
    expect(decodePage(toBytes(body), header)).toMatchObject({ charset, charsetSource })
  })

  it.each(['iso-2022-kr', 'HZ-GB-2312', 'iso-2022-cn', 'iso-2022-cn-ext', 'csISO2022KR', 'replacement'])(
    'refuses %s',
    (label) => {
      const expected = { error: 'unsupported_charset', label: label.toLowerCase() }
      expect(decodePage(toBytes('x'), `text/html; charset=${label}`)).toEqual(expected)
      expect(decodePage(toBytes(`<meta charset=${label}>`), null)).toEqual(expected)
      expect(decodePage(toBytes(UTF8_BOM), `text/html; charset=${label}`)).toMatchObject({ charset: 'utf-8' })
    },
  )
})

describe('decodePage: charset zoo', () => {
  it.each<[label: string, bytes: Bytes, expected: string]>([
    ['utf-8', 'caf\xC3\xA9', 'café'],
    ['windows-1252', '\x80\x92\x93\x94\x96\xE9\x81', '€’“”–é\x81'],
    ['iso-8859-1', '\x85\xFF', '…ÿ'],
    ['us-ascii', '\x99', '™'],
    ['iso-8859-15', '\xA4', '€'],
    ['iso-8859-16', '\xA4\xAA\xBA\xFF\x80', '€Șșÿ\x80'],
    ['x-user-defined', 'a\x80\xFF', 'a\uF780\uF7FF'],
    ['iso-8859-2', '\xB1', 'ą'],
    ['windows-1250', '\x8A\x9C', 'Šś'],
    ['windows-1251', '\xCF\xF0', 'Пр'],
    ['koi8-r', '\xF0\xD2', 'Пр'],
    ['koi8-u', '\xA4', 'є'],
    ['ibm866', '\x8F', 'П'],
    ['x-mac-cyrillic', '\x8F', 'П'],
    ['macintosh', '\x8E', 'é'],
    ['windows-1253', '\xE1', 'α'],
    ['windows-1254', '\xFD', 'ı'],
    ['windows-1255', '\xF9', 'ש'],
    ['iso-8859-8-i', '\xF9', 'ש'],
    ['windows-1256', '\xC8', 'ب'],
    ['windows-1257', '\xE0', 'ą'],
    ['windows-1258', '\xD0', 'Đ'],
    ['tis-620', '\xA1', 'ก'],
    ['shift_jis', '\x93\xFA\xB1\x5C', '日ｱ\\'],
    ['euc-jp', '\xC6\xFC', '日'],
    ['iso-2022-jp', '\x1B$BF|\x1B(B!', '日!'],
    ['euc-kr', '\xC7\xD1', '한'],
    ['ks_c_5601-1987 with UHC syllables', '\x8C\x63', '똠'],
    ['big5', '\xA4\xE9', '日'],
    ['big5-hkscs', '\x87\x40\xFA\x40', '䏰\u{20547}'],
    ['gb2312', '\xC8\xD5', '日'],
    ['gbk', '\x80\xA2\xE3', '€€'],
    ['gb18030', '\x81\x30\x81\x30', '\x80'],
    ['utf-16le', 'a\0\xE5e', 'a日'],
    ['utf-16be', '\0ae\xE5', 'a日'],
  ])('%s', (label, bytes, expected) => {
    const header = `text/html; charset=${label.split(' ')[0]}`
    expect(decodePage(toBytes(bytes), header)).toMatchObject({ html: expected, isUtf8Bytes: false })
  })

  it.each<[name: string, label: string, bytes: Bytes, html: string]>([
    ['BOM is removed', 'utf-8', `${UTF8_BOM}ab`, 'ab'],
    ['half a character', 'utf-8', 'abc\xC3', 'abc\uFFFD'],
    ['all wrong', 'utf-8', '\xFF\xFF', '\uFFFD\uFFFD'],
    ['surrogates in UTF-8', 'utf-8', '\xED\xA0\x80', '\uFFFD\uFFFD\uFFFD'],
    ['overlong', 'utf-8', '\xC0\xBC', '\uFFFD\uFFFD'],
    ['lone surrogate in UTF-16', 'utf-16le', '\x00\xD8a\0', '\uFFFDa'],
    ['odd length UTF-16', 'utf-16le', 'a\0b', 'a\uFFFD'],
    ['bad trail byte does not eat the quote', 'euc-kr', '\x81"', '\uFFFD"'],
    ['bad trail byte does not eat the quote', 'big5', '\x81"', '\uFFFD"'],
    ['bad trail byte does not eat the quote', 'shift_jis', '\x81"', '\uFFFD"'],
    ['bad trail byte does not eat the quote', 'gbk', '\x81"', '\uFFFD"'],
    ['NUL stays', 'utf-8', 'a\0', 'a\0'],
  ])('%s (%s)', (_name, label, bytes, html) => {
    expect(decodePage(toBytes(bytes), `text/html; charset=${label}`)).toMatchObject({ html })
  })

  it.each<[name: string, label: string, bytes: Bytes, html: string, isUtf8Bytes: boolean]>([
    ['UTF-8', 'utf-8', 'a\xE2\x82\xAC', 'a\xE2\x82\xAC', true],
    ['its BOM', 'utf-8', `${UTF8_BOM}ab`, 'ab', true],
    ['half a character', 'utf-8', 'abc\xC3', 'abc\uFFFD', false],
    ['another encoding', 'windows-1252', '\x80', '€', false],
  ])('leaves %s as bytes where that is asked for and can be', (_name, label, bytes, html, isUtf8Bytes) => {
    const page = decodePage(toBytes(bytes), `text/html; charset=${label}`, { keepUtf8: true })
    expect(page).toMatchObject({ html, isUtf8Bytes })
  })
})

describe('isHtml', () => {
  it.each<[contentType: string | null, body: string, expected: boolean]>([
    ['text/html', '', true],
    ['Text/HTML; charset=utf-8', '%PDF', true],
    [' text/html ;', '', true],
    ['text/html,text/html', '', true],
    ['application/xhtml+xml', '', true],
    ['text/plain', '<html>', false],
    ['application/xml', '<html>', false],
    ['image/svg+xml', '<svg>', false],
    ['text/html5', '<html>', false],
    [null, '', false],
    [null, '<!DOCTYPE HTML>', true],
    [null, ' \r\n\t<html lang=x', true],
    [null, `${UTF8_BOM}<!doctype html >`, true],
    [null, '<!-- x', true],
    [null, '<p>', true],
    [null, '<pre>', false],
    [null, '<htmlx>', false],
    [null, 'text <html>', false],
    [null, '<?xml version="1.0"?>', false],
    [null, '%PDF-1.4', false],
    ['', '<body>', true],
    ['html', '<body>', true],
    ['*/*', '<body>', true],
    ['unknown/unknown', 'GIF89a', false],
  ])('%j %j', (contentType, body, expected) => {
    expect(isHtml(contentType, toBytes(body))).toBe(expected)
  })
})
