import { describe, expect, it } from 'vitest'
import { skeletonOf } from './skeleton.js'

describe('skeletonOf', () => {
  it.each<[text: string, expected: string]>([
    ['', ''],
    ['Photo 12 of 30', 'photo # of #'],
    ['  Two \t\u00A0\n words ', 'two words'],
    ['Price: $1,234.56', 'price: $#,#.#'],
    ['See https://example.org/a?b=1 now', 'see § now'],
    ['www.Example.com/x HTTP://A.B/9', '§ §'],
    ['２０２４年５月', '#年#月'],
    ['١٢ صورة', '# صورة'],
    ['ＦＵＬＬ ｗｉｄｔｈ ﬁ', 'full width fi'],
    ['STRASSE ÉTÉ ΑΒΓ', 'strasse été αβγ'],
    ['İ', 'i\u0307'],
    ['half ½', 'half #⁄#'],
    ['#1 § 2', '## § #'],
  ])('%j', (text, expected) => {
    expect(skeletonOf(text)).toBe(expected)
  })

  it('has at most 200 code points, none split, no space at the end', () => {
    expect(skeletonOf('\u{1F600}'.repeat(300))).toBe('\u{1F600}'.repeat(200))
    expect(skeletonOf(`${'a'.repeat(199)} b`)).toBe('a'.repeat(199))
    expect(skeletonOf('a 1 '.repeat(1000))).toBe('a # '.repeat(50).trim())
  })

  it('of a skeleton is that skeleton, for every assigned letter, mark, number and sign', () => {
    const unstable: string[] = []
    for (let point = 0x20; point < 0x30000; point += 1) {
      if (point >= 0xd800 && point < 0xe000) continue
      const once = skeletonOf(`a${String.fromCodePoint(point)} 7`)
      if (skeletonOf(once) !== once) unstable.push(point.toString(16))
    }
    expect(unstable).toEqual([])
  })

  // Super-linear work on these would run into the time limit of the runner.
  it.each<[name: string, text: string, expected: string]>([
    ['digits', '1'.repeat(5e6), '#'],
    ['spaces', `${' '.repeat(15_000)}a${' '.repeat(5e6)}`, 'a'],
    ['marks', `a${'\u0327\u0301'.repeat(25e5)}`, `á${'\u0327'.repeat(199)}`],
    ['starts of addresses', 'http://'.repeat(7e5), '§'],
    ['ligatures that grow', '\uFDFA'.repeat(4000), 'صلى الله عليه وسلم'.repeat(12).slice(0, 200).trim()],
  ])('hostile: %s', (_name, text, expected) => {
    expect(skeletonOf(text)).toBe(expected)
  })
})
