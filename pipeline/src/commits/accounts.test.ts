import type { Counts, PhaseName } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { checkPhases, closeAccount, phaseCounts } from './accounts.js'
import { exits, NO_COUNTS, sumCounts } from './counts.js'

const counts = (given: Partial<Counts>): Counts => ({ ...NO_COUNTS, ...given })
const table = (changes: Partial<Record<PhaseName, Counts>> = {}): Map<PhaseName, Counts> =>
  new Map(
    Object.entries({
      extract: counts({ in: 10, kept: 8, dropped: { url_bad: 2 } }),
      dedup: counts({ in: 8, kept: 7, dropped: { dup_url: 1 } }),
      plan: counts({ in: 7, kept: 6, shadow: 1, dropped: { plan_where: 1 } }),
      fetch: counts({ in: 6, kept: 4, failed: { decode_error: 2 } }),
      select: counts({ in: 4, kept: 3, dropped: { select_where: 1 } }),
      ...changes,
    }) as [PhaseName, Counts][],
  )

describe('checkPhases', () => {
  it('passes while each phase took what the one before kept', () => {
    checkPhases(table())
    checkPhases(new Map())
    checkPhases(new Map([...table()].slice(0, 2)))
  })

  it.each<[PhaseName, number]>([
    ['dedup', 8],
    ['plan', 7],
    ['fetch', 6],
    ['select', 4],
  ])('names phase %s if it took one less or one more', (phase, due) => {
    for (const got of [due - 1, due + 1]) {
      expect(() => checkPhases(table({ [phase]: counts({ in: got, kept: due }) }))).toThrow(
        expect.objectContaining({
          exitCode: 10,
          message: `Phase ${phase}: Expected ${due} candidates from upstream, got ${got}`,
        }),
      )
    }
  })
})

describe('closeAccount', () => {
  it('is the funnel of the run', () => {
    expect(closeAccount(table())).toEqual({ candidates: 10, kept: 3, dropped: 5, failed: 2 })
  })

  it('ends with exit 10 if one candidate is missing or too many', () => {
    for (const kept of [2, 4]) {
      const select = counts({ in: 4, kept, dropped: { select_where: 1 } })
      expect(() => closeAccount(table({ select }))).toThrow(
        expect.objectContaining({ exitCode: 10, message: expect.stringContaining('10 in') }),
      )
    }
  })
})

describe('counts', () => {
  it('add up field by field, reasons sorted, and nothing is lost', () => {
    const a = counts({ in: 3, kept: 1, shadow: 1, dropped: { text_short: 1 }, failed: { http_status: 1 } })
    const b = counts({ in: 4, kept: 1, dropped: { url_bad: 2, text_short: 1 } })
    const sum = sumCounts([a, b, NO_COUNTS])
    expect(sum).toEqual({
      in: 7,
      kept: 2,
      shadow: 1,
      dropped: { text_short: 2, url_bad: 2 },
      failed: { http_status: 1 },
    })
    expect(Object.keys(sum.dropped)).toEqual(['text_short', 'url_bad'])
    expect(exits(sum)).toBe(5)
    expect(sumCounts([])).toEqual(NO_COUNTS)
    expect(phaseCounts([])).toEqual(NO_COUNTS)
  })
})
