import { readFile, stat, writeFile } from 'node:fs/promises'
import { type Exhibits, type Inspection, inspectionSchema } from '@warc2dataset/schemas'
import { load } from 'cheerio'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { HOSTILE_TEXTS, hostileLedger } from '../report/hostile-ledger.js'
import { dataBlock } from './data-block.js'
import { commandHere, inspectHere, readInspection, there } from './inspect-here.js'
import { writeLedgerRun } from './ledger-run.js'
import { smallLedger } from './small-ledger.js'

const at = tempFolder()
const LEXICON = {
  id: 'colour.en',
  version: '1',
  axis: 'colour',
  lang: 'en',
  author: 'a test',
  licence: 'CC0-1.0',
  note: '</script><script>alert(1)</script>',
  sets: [{ id: 'colour.en.red', label: '<b>red</b>', terms: ['red', "o'red"] }],
}

beforeAll(async () => {
  await query(`COPY (SELECT 'https://s' || (i % 40) || '.example/' || i AS url, 'a red woman in the house ' || i AS "text",
    0.3 AS similarity, 'en' AS "language" FROM range(200) t(i)) TO '${at('rows.parquet')}'`)
})

describe('a lexicon of one’s own', () => {
  it('is counted beside those of the package, and printed in full', async () => {
    await writeFile(at('own.json'), JSON.stringify(LEXICON))
    const { code, stderr } = await commandHere([
      at('rows.parquet'),
      '--lexicon',
      at('own.json'),
      '--out',
      at('own'),
    ])
    expect(code, stderr).toBe(0)
    const { groups, method } = readInspection(at('own'))
    expect(there(groups).groups.find(({ id }) => id === 'colour.en.red')).toMatchObject({
      label: '<b>red</b>',
      candidates: 200,
    })
    expect(method.lexicons.at(-1)).toMatchObject({ id: 'colour.en', sets: [{ terms: ['red', "o'red"] }] })
  })

  it.each([
    ['that is not there', null, 'ENOENT'],
    ['that is no JSON', '{', 'Expected JSON for the lexicon'],
    [
      'of another id than its axis and language',
      { ...LEXICON, id: 'colours.en' },
      'Expected colour.en, got colours.en',
    ],
    ['without sets', { ...LEXICON, sets: [] }, 'sets'],
    [
      'with a set twice',
      { ...LEXICON, sets: [...LEXICON.sets, ...LEXICON.sets] },
      'one set of this id, got two',
    ],
    [
      'with an id that is SQL',
      { ...LEXICON, sets: [{ ...LEXICON.sets[0], id: "x'); --" }] },
      'names joined by points',
    ],
    [
      'with a set of the package',
      { ...LEXICON, sets: [{ id: 'gender.en.woman', label: 'w', terms: ['red'] }] },
      'a set id of its own in en, got gender.en.woman of gender.en',
    ],
  ])('%s ends with 4', async (_what, content, message) => {
    const path = content === null ? at('nowhere.json') : at('bad.json')
    if (content !== null)
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
    const refused = await commandHere([at('rows.parquet'), '--lexicon', path, '--out', at('refused')])
    expect(refused.stderr).toContain(message)
    expect(refused.code).toBe(4)
    expect(await filesOf(at('refused'))).toBeNull()
  })

  it('given twice ends with 4', async () => {
    const own = ['--lexicon', at('own.json')]
    const refused = await commandHere([at('rows.parquet'), ...own, ...own, '--out', at('refused')])
    expect(refused.stderr).toContain('got colour.en.red of colour.en')
    expect(refused.code).toBe(4)
  })
})

describe('shares to compare with', () => {
  it('stand beside the group that they name', async () => {
    const share = { share: 0.5, source: 'a census, <i>2020</i>' }
    await writeFile(at('shares.json'), JSON.stringify({ 'gender.en.woman': share }))
    const { groups } = await inspectHere(at('rows.parquet'), at('shares'), { references: at('shares.json') })
    const named = there(groups).groups.filter(({ reference }) => reference !== null)
    expect(named.map(({ id, reference }) => ({ id, reference }))).toEqual([
      { id: 'gender.en.woman', reference: share },
    ])
  })

  it.each([
    ['that are not there', null, 'ENOENT'],
    ['that are no JSON', '[', 'JSON'],
    ['in a list', '[]', 'expected record'],
    ['beyond 1', '{"a": {"share": 1.5, "source": "x"}}', 'a.share: Too big'],
    ['without a source', '{"a": {"share": 0.5}}', 'a.source: Invalid input'],
    ['with a source of no words', '{"a": {"share": 0.5, "source": ""}}', 'a.source: Too small'],
    [
      'of a group that no lexicon names',
      '{"gender.en.womam": {"share": 0.5, "source": "x"}}',
      'no group gender.en.womam; did you mean gender.en.woman?',
    ],
    ['as words', '{"a": "half"}', 'a: Invalid input: expected object'],
  ])('%s end with 2', async (_what, content, message) => {
    const path = content === null ? at('nowhere.json') : at('bad-shares.json')
    if (content !== null) await writeFile(path, content)
    const refused = await commandHere([at('rows.parquet'), '--reference', path, '--out', at('refused')])
    expect(refused.stderr).toMatch(
      /^Expected a JSON object of group → \{share, source\} for --reference, got /,
    )
    expect(refused.stderr).toContain(message)
    expect(refused.code).toBe(2)
    expect(await filesOf(at('refused'))).toBeNull()
  })
})

it('a table whose every column is hostile is data', async () => {
  const texts = HOSTILE_TEXTS.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')
  const text = `list_value(${texts})[1 + i % ${HOSTILE_TEXTS.length}]`
  await query(`COPY (SELECT 'https://e' || (i % 30) || '.example/?' || ${text} AS url, ${text} || chr(0) AS "text",
    CASE i % 4 WHEN 0 THEN 'e' || chr(0) || 'n' WHEN 1 THEN repeat('<', 10000) WHEN 2 THEN '''"; DROP TABLE pairs; --' END
      AS "language", ${text} AS sha256, ${text} AS page_url, 0.01 * (i % 40) AS "sim""ilarity'" FROM range(800) t(i))
    TO '${at(`a';b.parquet`).replaceAll("'", "''")}'`)
  const score = `sim"ilarity'`
  const inspection = await inspectHere(at(`a';b.parquet`), at('table'), { score, whatIf: { cut: 0.2 } })
  expect(there(inspection.funnel)).toMatchObject({ candidates: 800, kept: 400 })
  const languages = there(inspection.languages).languages.map(({ value }) => value ?? '')
  expect(languages.sort()).toEqual(['', `'"; drop table pairs; --`, expect.stringMatching(/^<{1,35}$/), 'en'])
  await expectInert('table')
})

/** Data blocks parse, and hold what inspect.json does; nothing in them ends a script. */
async function expectInert(out: string): Promise<void> {
  const html = await readFile(at(out, 'report.html'), 'utf8')
  expect(inspectionSchema.parse(dataBlock<Inspection>(html, 'inspection'))).toEqual(readInspection(at(out)))
  const { walls } = dataBlock<Exhibits>(html, 'exhibits')
  expect(Object.keys(walls).length).toBeGreaterThan(1)
  const page = load(html)
  expect(page('img, svg image, iframe, object, link[href]').length).toBe(0)
  for (const block of page('script[type="application/json"]').toArray()) {
    expect(page(block).text()).not.toMatch(/[<\u2028\u2029]/)
  }
}

describe('a report of 50,000 rows with long texts and addresses', () => {
  beforeAll(async () => {
    const { source, columns } = hostileLedger(50_000)
    const long = (text: string): string => `${text} || ' ' || repeat('<&"long word ', 20 + (i % 20)::INTEGER)`
    await writeLedgerRun(at('long'), {
      ...smallLedger(0),
      source,
      columns: {
        ...columns,
        text: long(`(${columns.text})`),
        url: `(${columns.url}) || '?' || repeat('<', 2500)`,
      },
    })
    await inspectHere(at('long'), at('report'))
  })

  it('has at most 5 MB', async () => {
    expect((await stat(at('report/report.html'))).size).toBeLessThanOrEqual(5e6)
  })

  it('is inert', () => expectInert('report'))
})
