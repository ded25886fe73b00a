import { describe, expect, it } from 'vitest'
import { findImagesDom } from './find-images-dom.js'
import { ENOUGH_PROSE, MAX_SURROUNDING, MIN_PROSE } from './image-finder.js'
import { findImagesScan } from './scan/find-images-scan.js'
import { addProse, surroundingTexts, textPiece } from './surrounding-texts.js'

const around = (before: readonly string[], after: readonly string[]) => {
  const texts = [...before, ...after]
  return surroundingTexts(texts.length, before.length, (index) => textPiece(texts[index] ?? ''))
}

describe('surroundingTexts', () => {
  it.each<
    [name: string, before: readonly string[], after: readonly string[], expected: readonly [string, string]]
  >([
    ['nothing', [], [], ['', '']],
    ['joined by a space', ['a', 'b'], ['c', 'd'], ['a b', 'c d']],
    ['white space collapsed', [' a\n\tb '], ['\r\nc '], ['a b', 'c']],
    ['empty pieces leave no space', ['a', ' ', 'b'], ['', 'c', '\n', 'd'], ['a b', 'c d']],
    [
      'exactly as long as it may be',
      ['x'.repeat(200)],
      ['y'.repeat(200)],
      ['x'.repeat(200), 'y'.repeat(200)],
    ],
    ['the nearest', [`a${'x'.repeat(200)}`], [`${'y'.repeat(200)}b`], ['x'.repeat(200), 'y'.repeat(200)]],
    [
      'the nearest of several',
      ['a', 'x'.repeat(199)],
      ['y'.repeat(198), 'bc'],
      [` ${'x'.repeat(199)}`.trim(), `${'y'.repeat(198)} b`],
    ],
    [
      'no half of a character',
      [`\u{1F600}${'x'.repeat(199)}`],
      [`${'y'.repeat(199)}\u{1F600}`],
      ['x'.repeat(199), 'y'.repeat(199)],
    ],
    [
      'no space at the cut',
      [`a ${'x'.repeat(199)}`],
      [`${'y'.repeat(199)} b`],
      ['x'.repeat(199), 'y'.repeat(199)],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(around(before, after)).toEqual({ before: expected[0], after: expected[1] })
  })

  it('asks for no more pieces than it needs', () => {
    const asked: number[] = []
    surroundingTexts(1e6, 5e5, (index) => {
      asked.push(index)
      return textPiece(index % 2 === 0 ? 'x'.repeat(150) : '')
    })
    expect(asked).toEqual([499_999, 499_998, 499_997, 499_996, 500_000, 500_001, 500_002])
    let empty = 0
    surroundingTexts(1e6, 5e5, () => {
      empty += 1
      return { first: '', last: '' }
    })
    expect(empty).toBe(80)
  })
})

describe('textPiece', () => {
  it('keeps both ends of a long text, enough to cut them', () => {
    const { first, last } = textPiece(`${'a '.repeat(1e6)}b`)
    expect([first.length, last.length]).toEqual([MAX_SURROUNDING + 2, MAX_SURROUNDING + 2])
    expect([first.slice(0, 3), last.slice(-3)]).toEqual(['a a', 'a b'])
  })

  it('looks at no more of a long text than its ends', () => {
    const text = `a${' '.repeat(5e6)}b${'\n'.repeat(5e6)}c `
    expect(textPiece(text)).toEqual({ first: 'a', last: 'c' })
  })
})

describe('addProse', () => {
  it.each<[name: string, pieces: readonly string[], length: number]>([
    ['nothing', [], 0],
    ['short pieces', Array.from({ length: 1000 }, () => 'x'.repeat(MIN_PROSE - 1)), 0],
    ['short but for white space', [`${' '.repeat(100)}x`], 0],
    ['one', ['x'.repeat(MIN_PROSE)], MIN_PROSE],
    ['two, with a space', ['x'.repeat(60), 'y'.repeat(60)], 121],
    ['a long one', ['x'.repeat(5000)], 5000],
    ['the beginning of a longer one', ['x'.repeat(1e7)], 8192],
    ['none after enough', ['x'.repeat(ENOUGH_PROSE), 'y'.repeat(60)], ENOUGH_PROSE],
  ])('%s', (_name, pieces, length) => {
    expect(pieces.reduce(addProse, '')).toHaveLength(length)
  })
})

const words = (n: number, word: string): string => `${word} `.repeat(n).trim()

describe.each([
  ['findImagesScan', findImagesScan],
  ['findImagesDom', findImagesDom],
])('%s: texts of the page', (_name, find) => {
  it.each<[name: string, html: string, before: string, after: string]>([
    ['none', '<img>', '', ''],
    ['around it', '<p>a &lt;<b>b</b></p><img><p>c\0c</p>d', 'a < b', 'cc d'],
    [
      'no code, no title, no drawing',
      '<title>t</title><script>s</script>a<svg><text>x</text></svg><img><style>y</style><textarea>z</textarea>b',
      'a',
      'b',
    ],
    ['no template, no comment', '<template>x</template>a<img><!-- b -->', 'a', ''],
    ['text misplaced in a table stands before it', '<table><td><img></td>a</table>b', 'a', 'b'],
    ['a picture misplaced in a table, too', '<table><td>b</td><img></table>c', '', 'b c'],
    ['below <foreignObject>', '<svg><foreignObject><p>a</p></foreignObject></svg><img>', 'a', ''],
    ['</ at the end of the page', '<img>a</', '', 'a</'],
  ])('surrounding: %s', (_rule, html, before, after) => {
    expect(find(html, { maxImages: 1, surrounding: true }).images[0]?.surrounding).toEqual({ before, after })
    expect(find(html, { maxImages: 1, surrounding: false }).images[0]?.surrounding).toEqual({
      before: '',
      after: '',
    })
  })

  it.each<[name: string, html: string, prose: string]>([
    ['none', `<p>short</p><script>${words(20, 'word')}</script>`, ''],
    [
      'long pieces',
      `<p>${words(20, 'one')}</p>two<p>${words(20, 'three\n ')}`,
      `${words(20, 'one')} ${words(20, 'three')}`,
    ],
    ['pieces are between tags', `<p>${words(10, 'one')}<b>${words(10, 'two')}</b></p>`, ''],
    [
      'in the order of the tree',
      `<table><td>${words(20, 'two')}</td>${words(20, 'one')}</table>`,
      `${words(20, 'one')} ${words(20, 'two')}`,
    ],
    ['references count as one', `<p>${'&nbsp;&amp;'.repeat(20)}`, ''],
  ])('prose: %s', (_rule, html, prose) => {
    for (const surrounding of [true, false])
      expect(find(html, { maxImages: 1, surrounding }).prose).toBe(prose)
  })
})
