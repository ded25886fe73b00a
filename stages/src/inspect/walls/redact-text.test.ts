import { describe, expect, it } from 'vitest'
import { findPhones } from './find-phones.js'
import { cutText, redactText } from './redact-text.js'

describe('redactText', () => {
  it.each([
    ['write to john.doe+shop@mail.example.com.', 'write to [e-mail].'],
    ['<JOHN@EXAMPLE.ORG>,mary@x.co.uk', '<[e-mail]>,[e-mail]'],
    ['jörg.müller@bücher.example', '[e-mail]'],
    ['联系john@example.com请', '联系[e-mail]请'],
    ['用户@例子.广告', '[e-mail]'],
    ['o＠example.jp', '[e-mail]'],
    ['mailto:a@b.cd?subject=x', 'mailto:[e-mail]?subject=x'],
    ['a@b.cd@e.fg', '[e-mail]@e.fg'],
    ['1234567890@example.com', '[e-mail]'],
  ])('takes out the address of %j', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })

  it.each([
    '@home.now and follow @someone',
    'icon@2x.png',
    'three @ 4.50 each, 3@4.50',
    'a@localhost',
    'x@.com @@@ a@b',
    'me@example..',
  ])('leaves %j', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it.each([
    ['+49 (0)30 1234-5678 Berlin', '[phone] Berlin'],
    ['call (555) 123-4567!', 'call [phone]!'],
    ['(212) 555-0123', '[phone]'],
    ['555-123-4567, 555.123.4567', '[phone], [phone]'],
    ['1-800-555-0199', '[phone]'],
    ['Tél. 01 23 45 67 89', 'Tél. [phone]'],
    ['01 23 45 67 89', '[phone]'],
    ['020 7946 0958', '[phone]'],
    ['0171/2345678', '[phone]'],
    ['Tel:123456', 'Tel:[phone]'],
    ['(11) 98765-4321', '[phone]'],
    ['98765 43210', '[phone]'],
    ['138 1234 5678', '[phone]'],
    ['WhatsApp 912 345 678', 'WhatsApp [phone]'],
    ['9876543210, (9876543210)', '[phone], [phone]'],
    ['Tel. 086-048.3713', 'Tel. [phone]'],
    ['電話０３-１２３４-５６７８', '電話[phone]'],
    ['هاتف ٠١٢٣٤٥٦٧٨', 'هاتف [phone]'],
    ['📞 1234567', '📞 [phone]'],
    ['no 1920 1080 555-123-4567', 'no 1920 1080 [phone]'],
    ['+1 555 123 4567 / +1 555 123 4568', '[phone] / [phone]'],
    ['＋81 90 1234 5678', '[phone]'],
  ])('takes out the number of %j', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })

  it.each([
    '2021-03-04 12:30',
    '04.03.2021 12:30',
    '04.03.2021 12',
    'Start 14.04.2016 12-13 h',
    '1292932890.jpg and Immigration_(4252170327)_a',
    '1920x1080, 1920 x 1080, 100 200 3000',
    'IMG_20210304_123456.jpg, IMG_5551234567',
    '1.000.000 and 1,234,567',
    'ISBN 978-3-16-148410-0',
    'Hotel 123456, Halifax 123456, iPhone 12 128 256',
    '#1234567890 and $1234567890',
    '4006381333931',
    '0.123456789',
    '1939-1945',
    '12345678901px',
  ])('leaves %j', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('cuts to code points, with no half of a pair', () => {
    expect(redactText('😀'.repeat(5), 5)).toBe('😀'.repeat(5))
    expect(redactText('😀'.repeat(6), 5)).toBe(`${'😀'.repeat(4)}…`)
    expect([...redactText('x'.repeat(9000))]).toHaveLength(2000)
    expect(redactText('\ud83d alone')).toBe('\ufffd alone')
    expect(redactText('a\ude00', 2)).toBe('a\ufffd')
  })

  it('shows no part of an address or number that the cut goes through, however much was taken out before', () => {
    expect(redactText('12345 john@example.com and more', 10)).toBe('12345 [e-…')
    expect(redactText('12345 +49 171 2345678', 8)).toBe('12345 […')
    // 20 addresses shrink; what the reader saw of the 21st must not move into sight.
    const many = 'someone.with.a.long.name@example.com '.repeat(40)
    expect(redactText(many.slice(0, 760), 740)).toBe(`${'[e-mail] '.repeat(20)}…`)
  })

  it('is done with hostile texts', () => {
    for (const unit of [
      '@',
      'a@',
      'a',
      '1',
      '1 ',
      '0',
      '(',
      '+',
      '+1',
      '(1)',
      '.',
      'a.',
      '@a.',
      '-',
      '1-',
      '😀',
      '12 ',
      '000 000 0000 ',
      '٣',
    ]) {
      const text = unit.repeat(200_000)
      expect([...redactText(text)].length).toBeLessThanOrEqual(2000)
      const spans = findPhones(text)
      expect(spans.every(({ start, end }, at) => end > start && start >= (spans[at - 1]?.end ?? 0))).toBe(
        true,
      )
    }
  })

  it('leaves nothing with an @ between letters and a domain, 200 draws', () => {
    const parts = [
      'a',
      'bob',
      '@',
      '.',
      'example',
      'com',
      ' ',
      '-',
      '+',
      '1',
      '0',
      '(',
      ')',
      '555',
      '1234',
      '日',
      '＠',
    ]
    let seed = 7
    for (let draw = 0; draw < 200; draw++) {
      const text = Array.from({ length: 40 }, () => {
        seed = (seed * 16807) % 2147483647
        return parts[seed % parts.length]
      }).join('')
      expect(redactText(text)).not.toMatch(/[a-z]@[a-z]+\.com\b/)
      expect(redactText(text)).not.toMatch(/\+\d{7}/)
    }
  })
})

describe('cutText', () => {
  it('marks what was left out', () => {
    expect([cutText('abc', 3), cutText('abcd', 3), cutText('abc', 3, true)]).toEqual(['abc', 'ab…', 'ab…'])
  })
})
