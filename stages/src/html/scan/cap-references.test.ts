import { decodeHTML, decodeHTMLAttribute } from 'entities/decode'
import { describe, expect, it } from 'vitest'
import { findImagesDom } from '../find-images-dom.js'
import { capReferences, hasFatalReference } from './cap-references.js'
import { findImagesScan } from './find-images-scan.js'

const OPTIONS = { maxImages: 9, surrounding: true }
const zeros = '0'.repeat(40)

describe('capReferences', () => {
  // Short enough for the library itself: it must say the same of both.
  it.each([
    `&#${zeros}65;`,
    `&#${zeros}65`,
    `&#${zeros}65x`,
    `&#x${zeros}41;`,
    `&#X${zeros}4a6`,
    `&#${'9'.repeat(40)};`,
    `&#x${'f'.repeat(40)};`,
    `&#${zeros};`,
    `&#x${zeros}`,
    `&#x${zeros}g`,
    `&#${zeros}a`,
    `&#${zeros}1114111;`,
    `&#${zeros}1114112;`,
    `&#x${zeros}10ffff;`,
    `&#x${zeros}110000;`,
    `&#${zeros}128;&#${zeros}55296;`,
    `a &amp;#${zeros}65; b`,
  ])('leaves what %j stands for', (text) => {
    expect(decodeHTML(capReferences(text))).toBe(decodeHTML(text))
    expect(decodeHTMLAttribute(capReferences(text))).toBe(decodeHTMLAttribute(text))
  })

  it('lets a page be read whose references make the library throw', () => {
    for (const digits of ['0'.repeat(400), '9'.repeat(400)]) {
      expect(() => decodeHTML(`&#${digits}65;`)).toThrow(RangeError)
      const html = `<title>a&#${digits}65;</title><img alt="b&#${digits}65;"><p>c&#${digits}65;`
      const { title, images } = findImagesScan(html, OPTIONS)
      const char = digits.startsWith('0') ? 'A' : '\uFFFD'
      expect([title, images[0]?.attributes.get('alt'), images[0]?.surrounding.after]).toEqual(
        ['a', 'b', 'c'].map((letter) => letter + char),
      )
      expect(() => findImagesDom(html, OPTIONS)).toThrow(RangeError)
      expect(hasFatalReference(html)).toBe(true)
    }
  })
})
