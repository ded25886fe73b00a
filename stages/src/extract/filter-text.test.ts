import { type Candidate, candidateColumns } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { fillRow } from '../parquet/test-rows.js'
import { NO_TRAFFIC } from '../politeness/no-traffic.js'
import { filterText } from './filter-text.js'
import { unmeasured } from './measure-texts.js'

const ENV = { count: () => {}, log: () => {}, lease: async () => () => {}, traffic: NO_TRAFFIC }

async function judge(texts: Readonly<Record<string, string>>, minLength: number, kinds: readonly string[]) {
  const row: Candidate = fillRow(candidateColumns, {
    texts: Object.entries(texts).map(([kind, text]) => unmeasured(kind, text, 1n)),
  })
  const stage = await filterText({ minLength, kinds }).open(ENV)
  const [outcome] = await stage.process([row], new AbortController().signal)
  if (outcome?.kind === 'kept') return ['kept', outcome.verdicts[0]?.score] as const
  if (outcome?.kind === 'dropped') return [outcome.reason, outcome.verdict.score] as const
  throw new Error(`Expected kept or dropped for the outcome, got ${outcome?.kind}`)
}

describe('filterText', () => {
  it.each<[string, Readonly<Record<string, string>>, number, string[], string, number]>([
    ['long enough', { alt: 'abcd' }, 4, ['alt'], 'kept', 4],
    ['one short', { alt: 'abc' }, 4, ['alt'], 'text_short', 3],
    ['the longest of the kinds counts', { alt: 'ab', title: 'abcdef' }, 4, ['alt', 'title'], 'kept', 6],
    ['other kinds do not', { alt: 'ab', title: 'abcdef' }, 4, ['alt'], 'text_short', 2],
    ['code points, not UTF-16 units', { alt: '😀😀' }, 3, ['alt'], 'text_short', 2],
    ['no text of the kinds', { title: 'abcdef' }, 1, ['alt'], 'text_short', 0],
  ])('%s', async (_name, texts, minLength, kinds, outcome, score) => {
    expect(await judge(texts, minLength, kinds)).toEqual([outcome, score])
  })

  it('says nothing at 0', async () => {
    expect(await judge({ alt: 'a' }, 0, ['alt'])).toEqual(['kept', undefined])
  })
})
