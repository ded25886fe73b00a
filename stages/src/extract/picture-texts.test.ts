import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { PageImage } from '../html/image-finder.js'
import { distinctTexts, type KindText, pictureTexts, soughtKinds } from './picture-texts.js'
import { ALL_KINDS } from './test-pages.js'

const PAGE = { title: 'the page', ogImageAlt: 'the og picture' }

function imageOf(attributes: Readonly<Record<string, string>>, values: Partial<PageImage> = {}): PageImage {
  return {
    attributes: new Map(Object.entries(attributes)),
    sources: [],
    inNoscript: false,
    link: null,
    figcaption: null,
    labelledBy: null,
    surrounding: { before: '', after: '' },
    ...values,
  }
}

const RICH = imageOf(
  { alt: 'an alt', title: 'a title', 'aria-label': 'a label' },
  {
    figcaption: 'a caption',
    link: { href: '/x', text: 'a link' },
    surrounding: { before: 'words before', after: 'words after' },
  },
)

const shown = (texts: readonly KindText[]): string[] => texts.map(({ kind, text }) => `${kind}: ${text}`)

describe('soughtKinds', () => {
  it('puts those that may become TEXT first, then the others of the picture', () => {
    expect(soughtKinds(['figcaption', 'alt'])).toEqual([
      'figcaption',
      'alt',
      'title',
      'aria_label',
      'og_image_alt',
      'anchor',
    ])
  })

  it.each(['page_title', 'surrounding'] as const)('has %s only where it may become TEXT', (kind) => {
    expect(soughtKinds(['alt'])).not.toContain(kind)
    expect(soughtKinds(['alt', kind]).indexOf(kind)).toBe(1)
  })

  it('has every kind once', () => {
    expect([...soughtKinds(ALL_KINDS)]).toEqual([...ALL_KINDS])
    expect([...soughtKinds(['alt', 'title', 'alt'])].filter((kind) => kind === 'alt')).toHaveLength(1)
  })
})

describe('pictureTexts', () => {
  it('gives each kind from its place, in the order that is asked for', () => {
    const texts = {
      alt: 'an alt',
      title: 'a title',
      aria_label: 'a label',
      figcaption: 'a caption',
      og_image_alt: 'the og picture',
      anchor: 'a link',
      page_title: 'the page',
      surrounding: 'words before words after',
    }
    expect(
      Object.fromEntries(pictureTexts(RICH, PAGE, ALL_KINDS).map(({ kind, text }) => [kind, text])),
    ).toEqual(texts)
    expect(shown(pictureTexts(RICH, PAGE, ['title', 'anchor', 'alt']))).toEqual([
      'title: a title',
      'anchor: a link',
      'alt: an alt',
    ])
  })

  it('gives nothing for kinds that are not there', () => {
    expect(pictureTexts(imageOf({}), { title: null, ogImageAlt: null }, ALL_KINDS)).toEqual([])
  })

  it.each([
    ['empty', ''],
    ['spaces', ' \n\t'],
    ['no-break spaces', '\u00a0\u3000'],
    ['zero-width spaces', '\u200b\ufeff'],
    ['escaped no-break spaces', '&nbsp;&amp;nbsp;'],
  ])('gives no text that shows nothing: %s', (_name, blank) => {
    const image = imageOf(
      { alt: blank, title: blank, 'aria-label': blank },
      {
        figcaption: blank,
        labelledBy: blank,
        link: { href: '/', text: blank },
        surrounding: { before: blank, after: blank },
      },
    )
    expect(pictureTexts(image, { title: null, ogImageAlt: null }, ALL_KINDS)).toEqual([])
  })

  it('cleans: white space, references escaped twice, NFC, invisible characters', () => {
    const image = imageOf({ alt: '  a\n\tcafe\u0301 \u202e &amp;amp; bar\u00ad ' })
    expect(shown(pictureTexts(image, PAGE, ['alt']))).toEqual(['alt: a caf\u00e9 & bar'])
  })

  // Accessible Name and Description Computation 1.2, step 2: aria-labelledby before aria-label, unless it is empty.
  it.each([
    ['before aria-label', 'named elsewhere', 'named elsewhere'],
    ['not where it names nothing', null, 'a label'],
    ['not where what it names is empty', '', 'a label'],
    ['not where what it names is blank', ' \u200b', 'a label'],
  ])('takes aria-labelledby %s', (_name, labelledBy, text) => {
    expect(shown(pictureTexts({ ...RICH, labelledBy }, PAGE, ['aria_label']))).toEqual([
      `aria_label: ${text}`,
    ])
  })

  it('takes one side of the surrounding text where the other is empty', () => {
    const image = imageOf({}, { surrounding: { before: '', after: 'after alone' } })
    expect(shown(pictureTexts(image, PAGE, ['surrounding']))).toEqual(['surrounding: after alone'])
  })
})

describe('distinctTexts', () => {
  it('keeps the first of equal texts, unmeasured, with the hash of URL, NUL and text', () => {
    const texts: readonly KindText[] = [
      { kind: 'title', text: 'same' },
      { kind: 'alt', text: 'same' },
      { kind: 'anchor', text: 'Same' },
    ]
    const url = 'https://a.example/1.jpg'
    const id = (text: string): bigint =>
      createHash('sha256').update(`${url}\0${text}`).digest().readBigInt64BE(0)
    const unknown = { n: 1, language: null, probability: null, script: null, class: null, skeleton: null }
    expect(distinctTexts(url, texts)).toEqual([
      { kind: 'title', text: 'same', text_id: id('same'), ...unknown },
      { kind: 'anchor', text: 'Same', text_id: id('Same'), ...unknown },
    ])
  })
})
