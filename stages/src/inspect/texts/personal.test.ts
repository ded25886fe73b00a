import { describe, expect, it } from 'vitest'
import { withTestPairs } from '../test-pairs.js'
import { hasEmail, hasPhone, redacted } from './personal.js'

async function ask<T>(texts: readonly string[], expression: string): Promise<readonly T[]> {
  return withTestPairs({ pairs: texts.map((text) => ({ text })) }, async ({ duck }) => {
    const rows = await duck.rows<{ answer: T }>(`SELECT ${expression} AS answer FROM pairs ORDER BY "row"`)
    return rows.map(({ answer }) => answer)
  })
}

describe('e-mail addresses', () => {
  it('are seen', async () => {
    const texts = [
      'Write to jane.doe+web@mail.example.co.uk today',
      'MAILTO:A_B%C@EXAMPLE.ORG.',
      'почта@пример.рф',
      "o'neil@x.example",
    ]
    expect(await ask(texts, hasEmail('text'))).toEqual(texts.map(() => true))
  })

  it('are not what only has an @', async () => {
    const texts = [
      'logo@2x.png',
      'Photo by @jane_doe on Instagram',
      'portrait@studio.JPG',
      '5 apples @ 3.50',
      'me@localhost',
      '@@@@',
      '',
    ]
    expect(await ask(texts, hasEmail('text'))).toEqual(texts.map(() => false))
  })
})

describe('telephone numbers', () => {
  it('are seen', async () => {
    const texts = [
      'Call us: +49 (0)30 / 123 456 78',
      '+1-202-555-0143',
      'plumber 202.555.0143',
      '(202) 555-0143 now',
      '1-800-555-0199',
      'Tel.: 030 1234567',
      'тел. 495 123-45-67',
      '電話 03-1234-5678',
    ]
    expect(await ask(texts, hasPhone('text'))).toEqual(texts.map(() => true))
  })

  it('are not dates, prices, sizes, article numbers or addresses of machines', async () => {
    const texts = [
      '2021-03-04 12:30',
      'ISBN 978-3-16-148410-0',
      '1920x1080 4000000',
      '+5 %, +1000 W',
      '192.168.100.100',
      'iPhone 12 Pro 2021',
      'EUR 1.299,00',
      '',
    ]
    expect(await ask(texts, hasPhone('text'))).toEqual(texts.map(() => false))
  })
})

describe('redacted', () => {
  it('takes both out and cuts what is long, by code points', async () => {
    const texts = ['a@b.example or +49 30 12345678!', '🐈'.repeat(5), `x${'y'.repeat(10_000)}`]
    expect(await ask(texts, redacted('text', 20))).toEqual([
      '[e-mail] or [phone]!',
      '🐈🐈🐈🐈🐈',
      `x${'y'.repeat(19)}`,
    ])
  })

  it('leaves no half of a number at the cut', async () => {
    expect(await ask([`12345678901234 +49 30 12345678`], redacted('text', 20))).toEqual([
      '12345678901234 [phon',
    ])
  })
})
