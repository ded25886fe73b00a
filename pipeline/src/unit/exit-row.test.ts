import {
  type Candidate,
  candidateColumns,
  dropped,
  failed,
  ledgerColumns,
  type Sample,
} from '@warc2dataset/schemas'
import { unmeasured } from '@warc2dataset/stages/extract/measure-texts'
import { fillRow } from '@warc2dataset/stages/parquet/test-rows'
import type { Exited } from '@warc2dataset/stages/stage'
import { describe, expect, it } from 'vitest'
import { exitRow } from './exit-row.js'

const earlier = { filter: 'url', score: null, value: null, pass: true }
const verdict = { filter: 'text', score: 2, value: 'ab', pass: false }
const candidate: Candidate = fillRow(candidateColumns, {
  candidate_id: 7n,
  verdicts: [earlier],
  url: 'https://a.example/x.jpg',
  url_hash: 1n,
  url_domain: 'a.example',
  texts: [
    { ...unmeasured('alt', 'first', 1n), language: 'en', script: 'Latn', class: 'seo' },
    unmeasured('alt', 'second', 2n),
  ],
  page_url: 'https://b.example/',
  page_domain: 'b.example',
  html_lang: 'de',
  declared_width: 10,
  warc_filename: 'a.warc.gz',
  warc_record_offset: 5n,
  image_index: 3,
})
const short = dropped('text_short', verdict) as Exited['exit']
const crash = failed('decode_crash', true, 'signal 11') as Exited['exit']
const shadowed: Candidate = { ...candidate, shadow_reason: 'plan_where', shadow_filter: 'text_length >= 4' }

describe('exitRow', () => {
  it('has exactly the columns of the ledger, in order', () => {
    for (const row of [candidate, shadowed]) {
      expect(Object.keys(exitRow('extract', row, short))).toEqual(Object.keys(ledgerColumns))
    }
  })

  it('of a dropped row names reason and filter, and adds the verdict after the earlier ones', () => {
    expect(exitRow('extract', candidate, short)).toMatchObject({
      candidate_id: 7n,
      exit_phase: 'extract',
      outcome: 'dropped',
      reason: 'text_short',
      filter: 'text',
      detail: null,
      shadow: false,
      shadow_fate: null,
      verdicts: [earlier, verdict],
      text: 'first',
      key: null,
    })
  })

  it('of a failed row names the code, no filter, and its detail', () => {
    expect(exitRow('fetch', candidate, crash)).toMatchObject({
      exit_phase: 'fetch',
      outcome: 'failed',
      reason: 'decode_crash',
      filter: null,
      detail: 'signal 11',
      verdicts: [earlier],
    })
  })

  it.each([
    ['dropped', short, [earlier, verdict], 'text_short'],
    ['failed', crash, [earlier], 'decode_crash'],
  ] as const)(
    'of a shadow row that is %s keeps the first filter as the reason',
    (_, exit, verdicts, fate) => {
      expect(exitRow('fetch', shadowed, exit)).toMatchObject({
        outcome: 'dropped',
        reason: 'plan_where',
        filter: 'text_length >= 4',
        shadow: true,
        shadow_fate: fate,
        verdicts,
      })
    },
  )

  it('takes what a later state knows', () => {
    const late = {
      ...candidate,
      key: '000010002',
      text: 'chosen',
      text_kind: 'alt',
      original_width: 640,
      sha256: 'f',
    }
    expect(exitRow('fetch', late as Candidate & Partial<Sample>, crash)).toMatchObject({
      key: '000010002',
      text: 'chosen',
      original_width: 640,
      original_height: null,
      sha256: 'f',
    })
  })

  it('has no text if there is none, and cuts a long detail', () => {
    const { text, text_kind } = exitRow('extract', { ...candidate, texts: [] }, short)
    expect([text, text_kind]).toEqual([null, null])
    const long = failed('decode_error', false, 'x'.repeat(500)) as Exited['exit']
    expect(exitRow('fetch', candidate, long).detail).toBe('x'.repeat(200))
  })

  it('cuts no character in two', () => {
    const long = failed('decode_error', false, `${'x'.repeat(199)}😀`) as Exited['exit']
    expect(exitRow('fetch', candidate, long).detail?.isWellFormed()).toBe(true)
  })
})
