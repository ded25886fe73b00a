import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { SMALL_RECIPE, writeRecipe, writeSmallCrawl } from '../bad-input/small-crawl.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { commandHere } from './inspect-here.js'
import { writeLedgerRun } from './ledger-run.js'
import { smallLedger } from './small-ledger.js'

const at = tempFolder()
const WANTED = 'a column url, image_url, img_url, src or text, caption, alt, alt_text, top_caption'

beforeAll(async () => {
  const rows = `SELECT 'https://a.example/' || i AS url, md5(i::VARCHAR) AS "text", i / 1000.0 AS similarity, 'x' AS word
    FROM range(1000) t(i)`
  await query(`COPY (${rows}) TO '${at('good.parquet')}'`)
  await query(`COPY (SELECT i AS "a b", 'x' AS "cap""tion" FROM range(3) t(i)) TO '${at('none.parquet')}'`)
  await query(`COPY (SELECT 'u' AS url) TO '${at('scoreless.parquet')}'`)
  const good = await readFile(at('good.parquet'))
  const flipped = Buffer.from(good)
  for (let place = 300; place < 900; place += 1) flipped[place] = (flipped[place] ?? 0) ^ 0x5a
  const files: Readonly<Record<string, string | Buffer>> = {
    'empty.parquet': '',
    'words.parquet': 'PAR1 no Parquet at all PAR1',
    'short.parquet': good.subarray(0, good.length / 2),
    'flipped.parquet': flipped,
    'broken.jsonl': '{"url":"a"}\n{"url":\n',
    'unpacked.jsonl.gz': '{"url":"a"}\n',
    'numbers.jsonl': '1\n2\n',
    'empty.jsonl': '',
    'notes.txt': 'words',
    'both.jsonl': '{"url":"a"}',
    'bad-utf8.jsonl': Buffer.from('7b2275726c223a22ff227d0a', 'hex'),
  }
  for (const [name, bytes] of Object.entries(files)) await writeFile(at(name), bytes)
  await mkdir(at('folder'))
  await mkdir(at('mixed'))
  for (const name of ['a.parquet', 'a.jsonl']) await writeFile(at('mixed', name), '')
  await writeLedgerRun(at('judged'), smallLedger(50))
})

/** Refused, and nothing written. */
async function refusal(
  args: readonly string[],
): Promise<{ readonly code: unknown; readonly message: string }> {
  const before = (await readdir(at())).sort()
  const { code, stdout, stderr: message } = await commandHere(args)
  expect(stdout).toBe('')
  expect((await readdir(at())).sort()).toEqual(before)
  return { code, message }
}

describe('what is no subject ends with exit 12:', () => {
  it.each([
    ['nowhere.parquet', 'a run, or files of Parquet or JSON lines to inspect, got'],
    ['nowhere', 'a run, or files of Parquet or JSON lines to inspect, got'],
    ['no-*.parquet', 'a run, or files of Parquet or JSON lines to inspect, got'],
    ['notes.txt', 'files that end in .parquet, .jsonl or .jsonl.gz to inspect, got'],
    ['notes.txt/below', 'a run, or files of Parquet or JSON lines to inspect, got'],
    ['folder', 'a run, or a folder with *.parquet to inspect, got'],
    ['mixed/*', 'files of one format to inspect, got'],
    ['empty.parquet', 'files that can be read to inspect, got File'],
    ['words.parquet', 'files that can be read to inspect, got Footer'],
    ['short.parquet', 'files that can be read to inspect, got No magic bytes'],
    ['flipped.parquet', 'files that can be read to inspect, got Failed to read file'],
    ['broken.jsonl', 'files that can be read to inspect, got Malformed JSON'],
    ['bad-utf8.jsonl', 'files that can be read to inspect, got'],
    ['unpacked.jsonl.gz', 'files that can be read to inspect, got Input is not a GZIP stream'],
    ['numbers.jsonl', WANTED],
    ['empty.jsonl', WANTED],
  ])('%s', async (name, message) => {
    const refused = await refusal([at(name), '--out', at('out')])
    expect(refused.message).toContain(message)
    expect(refused.message).toContain(name)
    expect(refused.code).toBe(12)
    const beside = await refusal([at('good.parquet'), '--vs', at(name), '--out', at('out')])
    expect(beside).toEqual(refused)
  })

  it('Parquet with none of the columns names those that are there, and those wanted', async () => {
    const { code, stdout, stderr } = await runCli(['inspect', at('none.parquet'), '--out', at('out')])
    expect(stderr).toBe(`Expected ${WANTED} (in any case) for none.parquet, got a b, cap"tion\n`)
    expect(stdout).toBe('')
    expect(code).toBe(12)
    expect(await filesOf(at('out'))).toBeNull()
  })

  it('a file cut short is no bug of ours', async () => {
    const { code, stderr } = await runCli(['inspect', at('short.parquet')], { cwd: at() })
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(12)
    expect(await filesOf(at('short-inspect'))).toBeNull()
  })
})

describe('a wrong command ends with exit 2:', () => {
  it.each([
    [[], 'Expected one run or table, got none'],
    [['GOOD', 'GOOD'], 'Expected one run or table, got'],
    [['GOOD', '--cut', 'much'], 'Expected a number for --cut, got much'],
    [['GOOD', '--cut', ''], 'Expected a number for --cut, got'],
    [['GOOD', '--cut', 'NaN'], 'Expected a number for --cut, got NaN'],
    [['GOOD', '--cut', 'Infinity'], 'Expected a number for --cut, got Infinity'],
    [['GOOD', '--keep-top', '0'], 'Expected a share above 0, at most 1, for --keep-top, got 0'],
    [['GOOD', '--keep-top', '30'], 'Expected a share above 0, at most 1, for --keep-top, got 30'],
    [['GOOD', '--keep-top', ' '], 'Expected a share above 0, at most 1, for --keep-top, got'],
    [['GOOD', '--cut', '0.1', '--keep-top', '0.2'], 'Expected one of --cut and --keep-top, got both'],
    [
      ['GOOD', '--score', 'nowhere'],
      'Expected a column nowhere for good.parquet, got url, text, similarity, word',
    ],
    [['GOOD', '--score', 'Similarity'], 'Expected a column Similarity for good.parquet, got url, text'],
    [['GOOD', '--score', 'word', '--cut', '0.1'], 'in good.parquet, got no number in column word'],
    [['SCORELESS', '--cut', '0.1'], 'in scoreless.parquet, got no column of scores; name one by --score'],
    [
      ['SCORELESS', '--keep-top', '0.1'],
      'in scoreless.parquet, got no column of scores; name one by --score',
    ],
    [['RUN', '--cut', '0.1'], 'Expected Parquet or JSON lines for --score, --cut and --keep-top, got a run'],
    [['RUN', '--score', 'similarity'], 'Expected Parquet or JSON lines for --score'],
    [['GOOD', '--seed', 'x'], 'Expected a whole number of at least 0 for --seed, got x'],
    [['GOOD', '--map-points', '50001'], 'Expected at most 50000 for --map-points, got 50001'],
    [['GOOD', '--out', ' '], 'Expected a folder for --out, got an empty name'],
    [['GOOD', '--frob'], "Unknown option '--frob'"],
    [['nowhere.parquet', '--cut', 'much'], 'Expected a number for --cut, got much'],
  ])('%j', async (args, message) => {
    const places = new Map([
      ['GOOD', at('good.parquet')],
      ['SCORELESS', at('scoreless.parquet')],
      ['RUN', at('judged')],
    ])
    const refused = await refusal(args.map((arg) => places.get(arg) ?? arg))
    expect(refused.message).toContain(message)
    expect(refused.code).toBe(2)
  })
})

it('a run that is not through select is told to be run first', async () => {
  await writeSmallCrawl(at('crawled'))
  await writeRecipe(at('crawled/recipe.json'), SMALL_RECIPE)
  const ran = await runCli(['run', at('crawled/recipe.json'), '--out', at('half'), '--until', 'plan'])
  expect(ran.code, ran.stderr).toBe(0)
  const { code, stdout, stderr } = await runCli(['inspect', at('half')])
  expect(stderr).toBe(
    `Expected a run that is through select in ${at('half')}, got one that is not; run it first\n`,
  )
  expect(stdout).toBe('')
  expect(code).toBe(2)
  expect(await filesOf(at('half/inspect'))).toBeNull()
})

it('a report goes into the run, and beside rows of others into NAME-inspect here', async () => {
  const inspected = await commandHere([at('judged')])
  expect(inspected.code, inspected.stderr).toBe(0)
  expect((await filesOf(at('judged/inspect')))?.length).toBe(2)
  const { code, stderr } = await runCli(['inspect', '../scoreles?.parquet', '--quiet'], { cwd: at('folder') })
  expect(code, stderr).toBe(0)
  expect(await readdir(at('folder'))).toEqual(['scoreles?-inspect'])
})
