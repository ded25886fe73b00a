import { describe, expect, it } from 'vitest'
import { scriptOf } from './script-of.js'

describe('scriptOf', () => {
  it.each([
    ['Latn', 'Ångström, ½ fjørd'],
    ['Cyrl', 'Красный велосипед (red)'],
    ['Hani', '红色的自行车 2024'],
    ['Jpan', '赤い自転車'],
    ['Jpan', 'カタカナ'],
    ['Kore', '빨간 자전거'],
    ['Kore', '大韓民國 대한민국의'],
    ['Hani', '大韓民國史 국'],
    ['Arab', 'دراجة حمراء'],
    ['Hebr', 'אופניים'],
    ['Deva', 'लाल साइकिल'],
    ['Thai', 'จักรยานสีแดง'],
    ['Grek', 'Ποδήλατο'],
    ['Geor', 'წითელი ველოსიპედი'],
    ['Zyyy', '12:30 — 😀 №'],
    ['Zyyy', ''],
    ['Zyyy', '\uD800\uDC00'.slice(0, 1)],
    ['Zzzz', '𐌲𐌿𐍄'],
  ])('%s: %s', (script, text) => {
    expect(scriptOf(text)).toBe(script)
  })

  it('goes by the letters, not by the first one', () => {
    expect(scriptOf('USB-кабель')).toBe('Cyrl')
    expect(scriptOf('iPhone 的')).toBe('Latn')
  })

  it('gives an equal count to the first of its list, in any order of the text', () => {
    expect([scriptOf('abвг'), scriptOf('вгab')]).toEqual(['Latn', 'Latn'])
  })

  it('looks at the first 1000 units', () => {
    expect(scriptOf('a'.repeat(1000) + 'б'.repeat(1_000_000))).toBe('Latn')
  })
})
