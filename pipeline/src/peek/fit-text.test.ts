import { describe, expect, it } from 'vitest'
import { drawable, escapeXml, fitText } from './fit-text.js'

describe('drawable', () => {
  it.each([
    ['a\u0000b\u0007c', 'a b c'],
    ['a\u202etxt.exe', 'a txt.exe'],
    ['  a \n\t b  ', 'a b'],
    ['half \ud83d pair', 'half \ufffd pair'],
    ['Größe 猫 🐈 שלום', 'Größe 猫 🐈 שלום'],
  ])('keeps only what can be drawn: %j', (text, shown) => expect(drawable(text)).toBe(shown))
})

describe('escapeXml', () => {
  it('leaves no markup', () => {
    expect(escapeXml(`<b a="1" c='2'>&`)).toBe('&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;')
  })
})

describe('fitText', () => {
  const fit = { width: 100, size: 10, lines: 2 }

  it('breaks at spaces and keeps every word that fits', () => {
    expect(fitText('a green circle on ground', fit)).toEqual(['a green circle on', 'ground'])
    expect(fitText('short', fit)).toEqual(['short'])
    expect(fitText('', fit)).toEqual([])
  })

  it('cuts what is too long with an ellipsis', () => {
    const lines = fitText('a green circle on a black ground and much more than that', fit)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/…$/)
    expect(fitText('w'.repeat(1000), { ...fit, lines: 1 })[0]).toMatch(/^w{8,10}…$/)
  })

  it('breaks a word that is longer than a line, and never inside a character', () => {
    const lines = fitText('👩‍👩‍👧‍👦'.repeat(40), fit)
    expect(lines.join('').replace('…', '')).toMatch(/^(\p{Extended_Pictographic}| )+$/u)
    expect(fitText('猫'.repeat(12), fit)).toEqual(['猫'.repeat(10), '猫猫'])
  })
})
