import { readFile } from 'node:fs/promises'
import {
  PLANTED_PROTO,
  PLANTED_SIX_TEXTS,
  PLANTED_TWO_CAPTURES,
  PLANTED_UNSAFE_TEXTS,
} from '@warc2dataset/pipeline/demo/planted'
import { hash64 } from '@warc2dataset/stages/identity'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { ledgerOf, query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { readTar } from '../interop/tars.js'
import { candidatesOf, fateOf, type PlantedRun, runPlanted } from './planted-run.js'

const at = tempFolder()
let run: PlantedRun
beforeAll(async () => {
  run = await runPlanted(at())
})

const KEPT = {
  exit_phase: 'select',
  outcome: 'kept',
  reason: null,
  filter: null,
  shadow: false,
  shadow_fate: null,
  survivor_id: null,
}
const byNumber = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : 1)

it('every candidate of the run has exactly one row in the ledger', async () => {
  const [row] = await query(
    `SELECT count(*) AS n, count(DISTINCT candidate_id) AS ids FROM ${ledgerOf(run.out)}`,
  )
  const candidates = String(await candidatesOf(run.out))
  expect(row).toEqual({ n: candidates, ids: candidates })
  // The engine counts a source that is no URL as a candidate and drops it as url_bad.
  const { candidates: withUrl, unusableUrls } = run.generated.expected
  expect(candidates).toBe(String(withUrl + unusableUrls))
})

describe('a URL with six texts on four pages', () => {
  const { url, textsByPage } = PLANTED_SIX_TEXTS
  const planted = textsByPage.flat()
  // All stood once: among equals the order is that of text_id, and four are kept.
  const chosen = planted
    .map((text) => ({ text, id: String(hash64(url, text)) }))
    .sort((a, b) => byNumber(a.id, b.id))
    .slice(0, 4)
    .map(({ text, id }) => ({ kind: 'alt', text, text_id: id, n: 1 }))

  it('has six rows in the ledger: one survivor, five that name it', async () => {
    const rows = await run.ledger(url)
    expect(rows).toHaveLength(6)
    const survivor = rows.find(({ outcome }) => outcome === 'kept')
    expect(fateOf(survivor)).toEqual(KEPT)
    expect(survivor?.['text'], 'the survivor carries the text that was chosen').toBe(chosen[0]?.text)
    const others = rows.filter((one) => one !== survivor)
    const own = others.map(({ text }) => String(text))
    expect([new Set(own).size, own.filter((text) => !planted.some((one) => one === text))]).toEqual([5, []])
    for (const row of others) {
      expect(fateOf(row)).toEqual({
        exit_phase: 'dedup',
        outcome: 'dropped',
        reason: 'dup_url',
        filter: 'dedup',
        shadow: false,
        shadow_fate: null,
        survivor_id: survivor?.['candidate_id'],
      })
    }
  })

  it.each(['deduped', 'plan', 'fetched'])('has one row in %s/ with four of its texts', async (layout) => {
    const rows = await run.stored(layout, url)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      texts: chosen,
      text: chosen[0]?.text,
      text_kind: 'alt',
      occurrences: 6,
      distinct_texts: 6,
    })
    const [survivor] = (await run.ledger(url)).filter(({ outcome }) => outcome === 'kept')
    expect(rows[0]?.['candidate_id']).toBe(survivor?.['candidate_id'])
  })

  it('has one row in dataset/ with TEXT and three others', async () => {
    const rows = await run.stored('dataset', url)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ TEXT: chosen[0]?.text, caption: chosen[0]?.text, occurrences: 6 })
    const extra: unknown = JSON.parse(String(rows[0]?.['extra_texts']))
    expect(extra).toEqual(chosen.slice(1).map(({ kind, text, n }) => ({ kind, text, n, similarity: null })))
  })

  it('is explained from its six places to its member in the tar', async () => {
    const said = await run.explain(url)
    const [row] = await run.stored('dataset', url)
    const lines = said.split('\n')
    expect(lines.filter((line) => line.startsWith('extract  crawl-'))).toHaveLength(6)
    for (const text of planted) expect(said).toContain(JSON.stringify(text))
    expect(said).toMatch(/^dedup {4}candidate -?\d+ survives of 6; 6 distinct texts, kept: /m)
    expect(said).toContain(`plan     text_length >= 4: ${[...String(chosen[0]?.text)].length}, pass`)
    expect(said).toContain("plan     url_domain != 'failing.example': planted.example, pass")
    expect(said).toMatch(/^fetch {4}response record in crawl-00000\.warc\.gz at \d+, captured 2026-03-10/m)
    expect(said).toContain('select   original_width >= 64: 256, pass')
    expect(said).toContain('select   original_height >= 64: 192, pass')
    expect(said).toContain(`pack     dataset/00000.tar, member ${row?.['key']}.jpg`)
    expect(lines.filter((line) => /^fate .* DROPPED in dedup: dup_url/.test(line))).toHaveLength(5)
    expect(lines.filter((line) => /^fate .* KEPT$/.test(line))).toHaveLength(1)
  })
})

describe('a URL captured twice', () => {
  const { url, firstDate, secondDate, text } = PLANTED_TWO_CAPTURES

  it('has the picture of the capture that is nearer to its page', async () => {
    const [fetched] = await run.stored('fetched', url)
    expect(fetched).toMatchObject({ capture_date: String(Date.parse(secondDate)), capture_status: 200, text })
    const [row] = await run.stored('dataset', url)
    const members = await readTar(`${run.out}/dataset/00000.tar`)
    const jpeg = members.find(({ header }) => header.name === `${row?.['key']}.jpg`)?.bytes
    const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const [red = 0, green = 0, blue = 0] = data
    expect([red > green, blue > green], 'the ground is purple; that of the other capture is yellow').toEqual([
      true,
      true,
    ])
    const middle = 3 * (info.width * (info.height >> 1) + (info.width >> 1))
    const [r = 0, g = 0, b = 0] = data.subarray(middle)
    expect(g, 'the circle is green; the cross of the other capture is black').toBeGreaterThan(
      Math.max(r, b) + 40,
    )
  })

  it('is explained with the date of that capture alone', async () => {
    const said = await run.explain(url)
    expect(said).toContain(`captured ${new Date(secondDate).toISOString()}, HTTP 200`)
    expect(said).not.toContain(new Date(firstDate).toISOString())
  })
})

describe('texts that attack whoever prints them', () => {
  const CLEANED: Readonly<Record<string, string>> = {
    script: '"><img src=x onerror=alert(1)>',
    bidi: 'invoice gpj.exe end',
    nul: 'before\uFFFDafter',
    surrogate: 'half \uFFFD a face',
    [PLANTED_PROTO.text]: '__proto__',
  }
  const cases = [...PLANTED_UNSAFE_TEXTS, { name: PLANTED_PROTO.text, url: PLANTED_PROTO.url }]

  it.each(cases.map(({ name, url }) => [name, url] as const))(
    '%s is clean wherever it is read',
    async (name, url) => {
      const text = CLEANED[name]
      const rows = await run.stored('dataset', url)
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ URL: url, TEXT: text, caption: text, extra_texts: '[]' })
      const members = new Map(
        (await readTar(`${run.out}/dataset/00000.tar`)).map(({ header, bytes }) => [header.name, bytes]),
      )
      const key = String(rows[0]?.['key'])
      expect(members.get(`${key}.txt`)?.toString('utf8')).toBe(text)
      const json: unknown = JSON.parse(members.get(`${key}.json`)?.toString('utf8') ?? '')
      expect(json).toMatchObject({ URL: url, TEXT: text, caption: text, key })
      expect((await run.ledger(url)).map(fateOf)).toEqual([KEPT])
      expect((await run.ledger(url))[0]?.['text']).toBe(text)
    },
  )

  it.each(cases.map(({ name, url }) => [name, url] as const))('%s steers no terminal', async (name, url) => {
    const said = await run.explain(url)
    expect(said).toContain(JSON.stringify(CLEANED[name]))
    expect(said).toContain('KEPT')
    // Everything but the newline: C0, C1, bidi and line controls.
    expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u)
  })

  it('no NUL and no bidi control stands in any text of the dataset', async () => {
    const tar = await readFile(`${run.out}/dataset/00000.tar`)
    expect(tar.includes(Buffer.from('\u202e'))).toBe(false)
    const found = await query(
      `SELECT "TEXT" FROM '${run.out}/dataset/*.parquet' WHERE regexp_matches("TEXT", '[\\x00-\\x1f\\x{202a}-\\x{202e}]')`,
    )
    expect(found).toEqual([])
  })
})
