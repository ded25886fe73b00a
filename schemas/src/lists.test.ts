import { describe, expect, it } from 'vitest'
import {
  candidateColumns,
  contractError,
  DROP_REASONS,
  datasetColumns,
  EXIT_CODES,
  FAILURE_CODES,
  fetchedColumns,
  ledgerColumns,
  passesShadow,
  RunError,
  recordColumns,
  selectionColumns,
  UnitError,
  uniqueColumns,
} from './index.js'

const SENTENCE = /^\S.{9,}\.$/s

describe('drop reasons and failure codes', () => {
  it('each have a sentence and a snake_case name', () => {
    for (const [name, about] of Object.entries({ ...DROP_REASONS, ...FAILURE_CODES })) {
      expect(about, name).toMatch(SENTENCE)
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/)
    }
  })

  it('share no name: a name in the ledger tells which it is', () => {
    expect(Object.keys(DROP_REASONS).filter((name) => name in FAILURE_CODES)).toEqual([])
  })

  it('stop the shadow sample, except filters of cost and quality', () => {
    const passed = (Object.keys(DROP_REASONS) as (keyof typeof DROP_REASONS)[]).filter(passesShadow)
    expect(passed).toEqual([
      'text_short',
      'plan_where',
      'select_where',
      'no_score',
      'low_similarity',
      'no_caption',
      'bucket_too_small',
    ])
  })
})

describe('exit codes', () => {
  it('are unique, each with a sentence', () => {
    const codes = Object.values(EXIT_CODES).map(([code]) => code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const [code, about] of Object.values(EXIT_CODES)) expect(about, String(code)).toMatch(/^\S.{3,}\.$/)
  })

  it('are the documented ones, for ever', () => {
    const table = Object.fromEntries(Object.entries(EXIT_CODES).map(([name, [code]]) => [name, code]))
    expect(table).toEqual({
      ok: 0,
      bug: 1,
      usage: 2,
      disk_full: 3,
      recipe: 4,
      model: 5,
      blocked: 6,
      quarantined: 7,
      queue: 8,
      waiting: 9,
      accounts: 10,
      interrupted: 11,
      input: 12,
    })
  })

  it('are what errors leave with', () => {
    expect(new RunError('input', 'x').exitCode).toBe(12)
    const broken = contractError('fetch', '00001', 'decode', 'Expected 2, got 1')
    expect([broken.exitCode, broken.message]).toEqual([
      10,
      'Phase fetch, unit 00001, stage decode: Expected 2, got 1',
    ])
    const unit = new UnitError({ phase: 'fetch', unit: '00001', stage: 'decode' }, 'text')
    expect([unit.message, unit.cause]).toEqual(['Phase fetch, unit 00001, stage decode: text', 'text'])
  })
})

describe('columns', () => {
  const tables = { candidateColumns, uniqueColumns, fetchedColumns, ledgerColumns, recordColumns }

  it.each(Object.entries({ ...tables, datasetColumns, selectionColumns }))(
    'of %s each have a sentence',
    (_, table) => {
      for (const [name, { about }] of Object.entries(table)) expect(about, name).toMatch(/^\S.{2,}\.$/s)
    },
  )

  it('of the dataset begin with those of LAION, in its spelling and types', () => {
    const laion = Object.entries(datasetColumns).slice(0, 13)
    expect(laion.map(([name, { type }]) => `${name} ${type}`)).toEqual([
      'SAMPLE_ID int64',
      'URL string',
      'TEXT string',
      'HEIGHT int32',
      'WIDTH int32',
      'LICENSE string',
      'NSFW string',
      'LANGUAGE string',
      'similarity double',
      'hash int64',
      'punsafe float',
      'pwatermark float',
      'aesthetic float',
    ])
  })
})
