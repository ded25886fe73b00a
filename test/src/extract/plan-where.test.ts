import { join } from 'node:path'
import { planTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { type Duck, openDuck } from '@warc2dataset/stages/parquet/duck'
import { planShards } from '@warc2dataset/stages/plan/plan-shards'
import { parseWhere } from '@warc2dataset/stages/where/parse-where'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { PLAN_PICTURES, writePlanCrawl } from './plan-crawl.js'

const { english, german, russian, plain } = PLAN_PICTURES
const ALL = [...english, ...german, ...russian, ...plain]
const COLLECTION = ['sammlung1.jpg', 'sammlung2.jpg', 'sammlung3.jpg']
const but = (...left: readonly string[]): readonly string[] => ALL.filter((name) => !left.includes(name))
const sorted = (names: readonly unknown[]): readonly string[] => names.map(String).sort()

const fileOf = `regexp_extract(url, '[^/]*$')`
const LIMIT_S = 60

const at = tempFolder()
let duck: Duck
beforeAll(async () => {
  await writePlanCrawl(at())
  const { code, stderr } = await runCli([
    ...['run', at('recipe.json'), '--out', at('out'), '--until', 'plan', '--workers', '1'],
  ])
  if (code !== 0) throw new Error(`Expected exit 0 of the run, got ${code}: ${stderr}`)
  duck = await openDuck({ scratch: at(), memoryBytes: 2 ** 28, threads: 1 })
}, LIMIT_S * 1000)
afterAll(() => duck.close())

/** File names of the candidates of the run that this expression keeps, as the plan phase judges them. */
async function keeps(where: string, place: string): Promise<readonly string[]> {
  const shard = at(`${place}.parquet`)
  await planShards(
    duck,
    {
      unique: [join(at('out'), 'deduped', '00000.parquet')],
      where: parseWhere(where, whereColumns(planTable)),
      blockDomains: [],
      blockLists: [],
      optOut: { directives: [], tdm: false },
      shardSize: 100,
      seed: 0,
      inSample: 'false',
    },
    { ledger: at(`${place}-ledger.parquet`), shard: () => shard },
  )
  await duck.run('DROP TABLE judged; DROP TABLE left_rows; DROP TABLE planned')
  const rows = await query(`SELECT ${fileOf} AS name FROM read_parquet('${shard}')`)
  return sorted(rows.map(({ name }) => name))
}

const CC_BY = 'https://creativecommons.org/licenses/by/4.0/'
const CC0 = 'https://creativecommons.org/publicdomain/zero/1.0/'

/** What the sources of the pages say, by hand. `logo` is a word of several languages: no row depends on its own. */
const ROWS: readonly (readonly [where: string, stays: readonly string[]])[] = [
  [`language = 'de'`, german],
  [`language in ('ru', 'de')`, [...german, ...russian]],
  [`language is null`, ['17.jpg', 'numbers.jpg']],
  [`language_probability >= 0.7 and text_length > 20`, but('17.jpg', 'numbers.jpg', 'head.png')],
  [`language_probability is null`, ['17.jpg', 'numbers.jpg']],
  [`script = 'Cyrl'`, russian],
  [`script = 'Zyyy'`, plain],
  [`text_class is null`, but('17.jpg', 'head.png')],
  [`text_class in ('camera', 'generic')`, ['17.jpg', 'head.png']],
  [`text_kind = 'og_image_alt'`, ['lighthouse.jpg']],
  [`text_kind not in ('alt', 'og_image_alt')`, ['muehle.jpg', 'sobaka.jpg']],
  [`url_source != 'src'`, ['dog.jpg', 'hund.jpg', 'mayak.webp']],
  [`url_source in ('lazy', 'noscript')`, ['hund.jpg']],
  [`url_width >= 1000`, ['dog.jpg']],
  [`url_width between 1 and 999`, ['mayak.webp']],
  [`url_others > 0`, ['dog.jpg', 'mayak.webp']],
  [`page_language = 'en'`, english],
  [`page_language is null`, plain],
  [`page_language_probability > 0.7`, but(...plain)],
  [`html_lang = 'ru'`, russian],
  [`license = '${CC_BY}'`, english],
  [`license in ('${CC_BY}', '${CC0}')`, [...english, ...russian]],
  [`robots is null`, but(...english)],
  [`robots in ('noai', 'noai, noimageai')`, english],
  [`robots contains 'noimageai'`, english],
  [`x_robots_tag = 'noimageindex'`, german],
  [`x_robots_tag is null`, but(...german)],
  [`tdm_reservation = 1`, russian],
  [`tdm_reservation = 0`, german],
  [`tdm_reservation is null or tdm_reservation = 0`, but(...russian)],
  [`in_noscript`, ['hund.jpg']],
  [`not presentational`, but('muehle.jpg')],
  [`page_picture = 'og:image'`, ['lighthouse.jpg']],
  [`page_picture is null`, but('lighthouse.jpg')],
  [`link_url = 'https://one.example/mehr.html'`, ['boot.jpg']],
  [`template_rows >= 3`, COLLECTION],
  [`template_rows < 3`, but(...COLLECTION)],
  [`declared_width >= 300 and declared_height < 300`, ['dog.jpg']],
  [`page_domain = 'two.example'`, [...russian, ...plain]],
]

describe('plan.where over what pages and texts say', () => {
  it.each(ROWS.map(([where, stays], i) => ({ where, stays, i })))('$where', async ({ where, stays, i }) => {
    expect(await keeps(where, `row-${i}`)).toEqual(sorted(stays))
  })

  it('every row of the table keeps some and leaves some', () => {
    expect(ROWS.filter(([, stays]) => stays.length === 0 || stays.length === ALL.length)).toEqual([])
  })

  it('the run without a filter plans every candidate', async () => {
    const rows = await query(`SELECT ${fileOf} AS name FROM read_parquet('${at('out')}/plan/*.parquet')`)
    expect(sorted(rows.map(({ name }) => name))).toEqual(sorted(ALL))
  })

  it('by the command line: terms are filters of their own, and the ledger tells what left and by which', async () => {
    const where = `page_language is not null and text_class is null and template_rows < 3 and robots is null`
    const { code, stderr } = await runCli([
      ...['run', at('recipe.json'), '--out', at('filtered'), '--until', 'plan', '--workers', '1'],
      ...['--set', `plan.where=${where}`],
    ])
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(0)
    const stays = [...german, ...russian].filter((name) => !COLLECTION.includes(name))
    const planned = await query(
      `SELECT ${fileOf} AS name FROM read_parquet('${at('filtered')}/plan/*.parquet')`,
    )
    expect(sorted(planned.map(({ name }) => name))).toEqual(sorted(stays))
    const left = await query(
      `SELECT ${fileOf} AS name, reason, "filter", text_kind, "language", script, text_class
       FROM read_parquet('${at('filtered')}/ledger/*/*.parquet') WHERE exit_phase = 'plan' ORDER BY name`,
    )
    expect(left.map(({ name, reason, filter }) => [name, reason, filter])).toEqual(
      [
        ...['17.jpg', 'head.png'].map((name) => [name, 'plan_where', 'text_class is null']),
        ...['boat.jpg', 'dog.jpg', 'lighthouse.jpg'].map((name) => [name, 'plan_where', 'robots is null']),
        ...plain.map((name) => [name, 'plan_where', 'page_language is not null']),
        ...COLLECTION.map((name) => [name, 'plan_where', 'template_rows < 3']),
      ].sort(),
    )
    expect(left.find(({ name }) => name === '17.jpg')).toMatchObject({
      text_kind: 'alt',
      script: 'Latn',
      text_class: 'camera',
    })
  })
})
