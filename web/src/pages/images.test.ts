import { describe, expect, it } from 'vitest'
import { bareReport, sampleReport } from '../data/sample-inspection.js'
import { crawled, openPage, tableOf, withoutTwin } from './figures/test-page.js'
import { ImagesPage } from './images.js'

const REPORT = sampleReport()

function imagesOf() {
  const { images } = REPORT.inspection
  if ('not_available' in images) throw new Error('Expected images in the sample, got none')
  return images
}

describe('images', () => {
  const page = openPage(ImagesPage, REPORT)
  const text = page.body.textContent ?? ''

  it('has a twin for every chart, and lets no string of the crawl become an element', () => {
    expect(page.querySelectorAll('.plot')).toHaveLength(7)
    expect(withoutTwin(page)).toEqual([])
    expect(crawled(page)).toEqual([])
  })

  it('has the fullest cell of size first, in whole pixels', () => {
    // Bins 18 and 17 of half a doubling: 2^9 to 2^9.5 wide, 2^8.5 to 2^9 high.
    expect(tableOf(page, 'Sizes of the originals')[0]).toEqual([
      '512–724',
      '363–511',
      '900',
      '360',
      '40.0\u00a0%',
    ])
  })

  it('marks the cuts of a head as the selection has them', () => {
    expect(text).toContain('punsafe < 0.5')
    expect(text).toContain('No filter of the selection looks at it.')
    expect(text).toContain('230 rows have no such number.')
  })

  it('names the last size of cluster as all above, and shows an example text', () => {
    const sizes = tableOf(page, 'Repeated pictures')
    expect(sizes.at(0)).toEqual(['1', '22,392'])
    expect(sizes.at(-1)).toEqual(['6 or more', '87'])
    expect(tableOf(page, 'The most repeated pictures')[1]?.[0]).toBe('</script><img src=x onerror=alert(1)>')
  })

  it('has tags with pass rates', () => {
    // 6402 of 17020.
    expect(tableOf(page, 'Tags: style')[0]?.slice(0, 4)).toEqual([
      'photograph',
      '17,020',
      '6,402',
      '37.6\u00a0%',
    ])
  })
})

it('says why each part is missing', () => {
  const { inspection, exhibits } = REPORT
  const why = (what: string) => ({ not_available: `No ${what}.` })
  const images = {
    ...imagesOf(),
    sizes: why('sizes'),
    aspects: why('aspects'),
    duplicates: why('hashes'),
    heads: [],
    tags: [],
  }
  const page = openPage(ImagesPage, { inspection: { ...inspection, images }, exhibits })
  const notes = [...page.querySelectorAll('.note')].map((note) => note.textContent ?? '')
  expect(notes.slice(0, 3)).toEqual(
    ['sizes', 'aspects', 'hashes'].map((what) => `Not available. No ${what}.`),
  )
  expect(notes).toHaveLength(5)
  expect(openPage(ImagesPage, bareReport()).body.textContent).toContain(
    'This dataset has no sizes of pictures.',
  )
})

it('calls a toy a toy', () => {
  const { inspection, exhibits } = REPORT
  const images = { ...imagesOf(), heads: imagesOf().heads.map((head) => ({ ...head, toy: true })) }
  const page = openPage(ImagesPage, { inspection: { ...inspection, images }, exhibits })
  expect(page.body.textContent).toContain('A toy: its numbers mean nothing.')
})
