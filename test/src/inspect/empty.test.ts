import { mkdir, writeFile } from 'node:fs/promises'
import { isAvailable } from '@warc2dataset/schemas'
import { expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { commandHere, inspectHere, readInspection, there } from './inspect-here.js'
import { writeLedgerRun } from './ledger-run.js'
import { smallLedger } from './small-ledger.js'

const at = tempFolder()
const NOT_A_ROW = 'There is not a single row.'

/** A WARC of one page, written by hand (ISO 28500). */
function warcOf(html: string): string {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${html.length}\r\n\r\n${html}`
  const head = [
    'WARC/1.1',
    'WARC-Type: response',
    'WARC-Record-ID: <urn:uuid:6fba4f3e-3c5c-4f6a-9d6c-0d5d7a4c1b11>',
    'WARC-Date: 2024-02-03T04:05:06Z',
    'WARC-Target-URI: https://pages.example/',
    'Content-Type: application/http; msgtype=response',
    `Content-Length: ${http.length}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${http}\r\n\r\n`
}

async function inspectCrawl(name: string, html: string): ReturnType<typeof runCli> {
  await mkdir(at(name))
  await writeFile(at(name, 'page.warc'), warcOf(html))
  await writeRecipe(at(name, 'recipe.json'), { source: { files: ['page.warc'] } })
  const ran = await runCli(['run', at(name, 'recipe.json'), '--out', at(name, 'run')])
  expect(ran.code, ran.stderr).toBe(0)
  return runCli(['inspect', at(name, 'run')])
}

async function expectNothingFound(folder: string): Promise<void> {
  const { overview, version, made_by, method, ...sections } = readInspection(folder)
  expect(overview.warnings).toContain(NOT_A_ROW)
  expect(overview.sentences).toEqual([])
  expect(method.lexicons.length).toBeGreaterThan(0)
  const { subject, ...pages } = sections
  expect(subject.rows).toBe(0)
  expect(Object.values(pages).filter((page) => isAvailable(page))).toEqual([])
  expect((await filesOf(folder))?.map((path) => path.replace(`${folder}/`, '')).sort()).toEqual([
    'inspect.json',
    'report.html',
  ])
}

it('a crawl without a picture gives a report that says so', async () => {
  const { code, stdout, stderr } = await inspectCrawl('bare', '<!doctype html><p>Words, and no picture.')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout.split('\n')[0]).toBe(NOT_A_ROW)
  await expectNothingFound(at('bare/run/inspect'))
})

it('a crawl whose pictures have no text says how many there were', async () => {
  const { code, stderr, stdout } = await inspectCrawl(
    'silent',
    '<!doctype html><img src=a.png><img src=b.png><img src=c.png alt="">',
  )
  expect(code, stderr).toBe(0)
  await expectNothingFound(at('silent/run/inspect'))
  expect(stdout).toMatch(
    /none of 3 picture references is a candidate\. 1: Its alt is empty.* 2: It has no alt/,
  )
})

it('a ledger of no rows is a run, too', async () => {
  await writeLedgerRun(at('none'), { ...smallLedger(0), without: {} })
  const { code, stderr, stdout } = await commandHere([at('none'), '--out', at('none-report')])
  expect(code, stderr).toBe(0)
  expect(stdout.split('\n')[0]).toBe(NOT_A_ROW)
  await expectNothingFound(at('none-report'))
})

it('Parquet of no rows is compared with one that has some, either way', async () => {
  await query(`COPY (SELECT 'u' AS url, 't' AS caption WHERE false) TO '${at('none.parquet')}'`)
  await query(`COPY (SELECT 'https://a.example/' || i AS url, 'a river' AS caption FROM range(30) t(i))
    TO '${at('some.parquet')}'`)
  await inspectHere(at('none.parquet'), at('report-none'), { whatIf: { cut: 0.3 } })
  await expectNothingFound(at('report-none'))
  await inspectHere(at('none.parquet'), at('report-vs'), { vs: at('some.parquet') })
  await expectNothingFound(at('report-vs'))
  const { overlap } = there(
    (await inspectHere(at('some.parquet'), at('report-some'), { vs: at('none.parquet') })).compare,
  )
  expect(overlap).toEqual({ both: 0, only_a: 30, only_b: 0, cut_by_a: null, cut_by_b: null })
})
