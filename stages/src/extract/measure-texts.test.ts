import { type Candidate, candidateColumns } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import type { DetectedLanguage } from '../language/open-language-detector.js'
import { openLanguageDetector } from '../language/open-language-detector.js'
import { fillRow } from '../parquet/test-rows.js'
import { NO_TRAFFIC } from '../politeness/no-traffic.js'
import type { Detect } from './archive-input.js'
import { measureTexts, unmeasured } from './measure-texts.js'

const ENV = { count: () => {}, log: () => {}, lease: async () => () => {}, traffic: NO_TRAFFIC }

function candidate(texts: Readonly<Record<string, string>>, url = 'https://a.example/1.jpg'): Candidate {
  return fillRow(candidateColumns, {
    url,
    texts: Object.entries(texts).map(([kind, text], i) => unmeasured(kind, text, BigInt(i))),
  })
}

async function measure(rows: readonly Candidate[], kinds: readonly string[], detect: Detect) {
  const stage = await measureTexts<Candidate>({ kinds, detect }).open(ENV)
  const outcomes = await stage.process(rows, new AbortController().signal)
  await stage.close()
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'kept') throw new Error(`Expected kept for the outcome, got ${outcome.kind}`)
    return outcome.value
  })
}

async function measureOne(text: string, detect: Detect = null, url?: string) {
  const [row] = await measure([candidate({ alt: text }, url)], ['alt'], detect)
  return row?.texts[0]
}

const answer =
  (values: Partial<DetectedLanguage>): Detect =>
  () => ({
    language: 'de',
    probability: 0.93,
    reliable: true,
    ...values,
  })

describe('measureTexts', () => {
  it('measures the kinds that may become TEXT and leaves the others, their order and all else alone', async () => {
    const row = candidate({ title: 'ein Titel', alt: 'ein Bild', anchor: 'weiter' })
    const asked: string[] = []
    const [measured] = await measure([row], ['alt'], (text) => {
      asked.push(text)
      return { language: 'de', probability: 0.93, reliable: true }
    })
    expect(asked).toEqual(['ein Bild'])
    expect(measured?.texts.map(({ kind }) => kind)).toEqual(['title', 'alt', 'anchor'])
    expect(measured?.texts[0]).toEqual(row.texts[0])
    expect(measured?.texts[2]).toEqual(row.texts[2])
    expect(measured?.texts[1]).toMatchObject({ language: 'de', probability: 0.93, script: 'Latn', n: 1 })
    expect({ ...measured, texts: [] }).toEqual({ ...row, texts: [] })
  })

  it.each<[string, Detect, string | null, number | null]>([
    ['sure', answer({}), 'de', 0.93],
    ['not sure', answer({ probability: 0.4, reliable: false }), null, 0.4],
    ['nothing to judge', answer({ language: null, probability: null, reliable: false }), null, null],
    ['not asked', null, null, null],
  ])('language where the detector is %s', async (_name, detect, language, probability) => {
    const text = await measureOne('ein Bild', detect)
    expect([text?.language, text?.probability]).toEqual([language, probability])
  })

  it('with the detector tells what no digit or name would', async () => {
    const { detect } = await openLanguageDetector()
    const rows = [
      candidate({ alt: 'ein roter Ring auf weißem Grund, von weitem gesehen' }),
      candidate({ alt: '1234' }),
    ]
    const [german, digits] = await measure(rows, ['alt'], detect)
    expect(german?.texts[0]).toMatchObject({ language: 'de', script: 'Latn' })
    expect(german?.texts[0]?.probability).toBeGreaterThan(0.7)
    expect(digits?.texts[0]).toMatchObject({ language: null, script: 'Zyyy' })
  })

  it.each([
    ['Photo 12 of 30', 'photo 7  of 9'],
    ['Image 1', 'IMAGE 22'],
    ['see https://a.example/1', 'see https://b.example/2?x'],
    ['Ａ １', 'a 2'],
  ])('skeleton of %j and %j is one', async (one, other) => {
    const [first, second] = [await measureOne(one), await measureOne(other)]
    expect(first?.skeleton).toBe(second?.skeleton)
    expect(typeof first?.skeleton).toBe('bigint')
  })

  it('skeleton differs where a word does', async () => {
    expect((await measureOne('Photo 12'))?.skeleton).not.toBe((await measureOne('Picture 12'))?.skeleton)
  })

  it('class knows the URL of the candidate', async () => {
    const url = 'https://a.example/pics/old-mill_3.jpg'
    expect((await measureOne('old-mill_3.jpg', null, url))?.class).toBe('filename')
    expect((await measureOne('old mill 3', null, url))?.class).toBe('filename')
    expect((await measureOne('the mill in spring', null, url))?.class).toBeNull()
    expect((await measureOne('logo'))?.class).toBe('generic')
  })

  it('gives one outcome for each row, in order', async () => {
    const rows = Array.from({ length: 5 }, (_, i) => ({
      ...candidate({ alt: `text ${i}` }),
      candidate_id: BigInt(i),
    }))
    expect((await measure(rows, ['alt'], null)).map((row) => row.candidate_id)).toEqual([0n, 1n, 2n, 3n, 4n])
    expect(await measure([], ['alt'], null)).toEqual([])
  })
})
