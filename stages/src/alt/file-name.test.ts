import { describe, expect, it } from 'vitest'
import { baseNameOf, isFileName, nameWords } from './file-name.js'

describe('baseNameOf', () => {
  it.each<[url: string, expected: string]>([
    ['', ''],
    ['https://example.org', ''],
    ['https://example.org/', ''],
    ['https://example.org?a=b/c.jpg', ''],
    ['https://example.org/a/b.jpg?x=/y.png#z', 'b.jpg'],
    ['//cdn.example.org/b.jpg', 'b.jpg'],
    ['../img/b.jpg', 'b.jpg'],
    ['https://example.org/o/shoes%2Fred%20one.jpg', 'red one.jpg'],
    ['https://example.org/M%C3%BCnchen.jpg', 'München.jpg'],
    ['https://example.org/%E0%A4%A.jpg', '\uFFFD%A.jpg'],
    ['https://example.org/%zz%.jpg', '%zz%.jpg'],
    ['data:image/png;base64,AAAA/b.jpg', ''],
  ])('%j', (url, expected) => {
    expect(baseNameOf(url)).toBe(expected)
  })
})

describe('nameWords', () => {
  it.each<[name: string, expected: readonly string[]]>([
    ['red-shoes-300x200.jpg', ['red', 'shoes']],
    ['red_shoes_thumb.PNG', ['red', 'shoes']],
    ['red-shoes-scaled.jpg.webp', ['red', 'shoes']],
    ['red-shoes-e1582650492803-1024x683.jpg', ['red', 'shoes']],
    ['logo@2x.png', ['logo']],
    ['300x200.jpg', ['300x200']],
    ['viewer.php', ['viewer']],
    ['.jpg', ['jpg']],
    ['', []],
  ])('%j', (name, expected) => {
    expect(nameWords(name)).toEqual(expected)
  })
})

describe('isFileName', () => {
  const at = (name: string): string => `https://example.org/a/${name}?v=1`

  it.each<[text: string, url: string]>([
    ['apple-iphone-11-pro.jpg', ''],
    ['Penny Location 0.JPG', at('f81a.jpg')],
    ['Grape.png', at('other.webp')],
    ['berlin_skyline_at_night', at('berlin-skyline-at-night-300x200.jpg')],
    ['Airbnb_Barbie-Haus', at('airbnb-barbie-haus.jpg')],
    ['small space nursery', at('small-space-nursery-150x150.jpg')],
    ['Half Life Alyx 1', at('Half-Life-Alyx-1-300x200.jpg')],
    ['Montauk Long Island', at('Montauk+Long+Island')],
    ['Ansicht (2)', at('Ansicht-2.jpg')],
    ['temp_e7bea9df-92c6-4ac0', at('temp_e7bea9df-92c6-4ac0-144x144.jpg')],
    ['東京タワー', at('%E6%9D%B1%E4%BA%AC%E3%82%BF%E3%83%AF%E3%83%BC.jpg')],
    [
      'красная площадь',
      at('%D0%BA%D1%80%D0%B0%D1%81%D0%BD%D0%B0%D1%8F_%D0%BF%D0%BB%D0%BE%D1%89%D0%B0%D0%B4%D1%8C.jpg'),
    ],
    ['one two three four', at('one-two-three-four-five.jpg')],
    ['A23Q1552', at('a23q1552.jpg')],
  ])('%j of %s', (text, url) => {
    expect(isFileName(text, url)).toBe(true)
  })

  it.each<[name: string, text: string, url: string]>([
    ['unknown URL', 'berlin_skyline_at_night', ''],
    ['another name', 'A cat on a mat', at('IMG_2041.jpg')],
    ['a word more', 'one two three', at('one-two.jpg')],
    ['case that the name lacks', 'Mechanics at a car repair shop', at('mechanics-at-a-car-repair-shop.jpg')],
    ['umlaut that the name lacks', 'Wellness in München', at('Wellness-in-Muenchen.jpg')],
    ['punctuation that the name lacks', 'premiere: the new one', at('premiere-the-new-one.jpg')],
    [
      'a sentence that ends in a file name',
      'Press kit of the fair, download it here as logo.png',
      at('x.png'),
    ],
    ['extension as a word', 'How to open a .jpg', at('x.png')],
    ['Jaccard 0.75', 'one-two-three', at('one-two-three-four.jpg')],
    ['only punctuation', '***', at('---.jpg')],
  ])('not: %s', (_name, text, url) => {
    expect(isFileName(text, url)).toBe(false)
  })

  it.each<[name: string, text: string, url: string, expected: boolean]>([
    ['dots', '.jpg'.repeat(1e5), at('.jpg'.repeat(1e5)), true],
    ['separators', `${'_-'.repeat(2e5)}a`, at(`${'-_'.repeat(2e5)}b`), false],
    ['size marks', '-2x'.repeat(1e5), at(`a${'-2x'.repeat(1e5)}`), false],
    ['broken escapes', 'a', at('%E0%'.repeat(1e5)), false],
    ['escapes', 'b', at('%2F'.repeat(1e5)), false],
    ['queries', 'a', `https://${'?#'.repeat(2e5)}`, false],
    ['schemes', 'b', 'a:'.repeat(2e5), false],
  ])('hostile: %s', (_name, text, url, expected) => {
    expect(isFileName(text, url)).toBe(expected)
  })
})
