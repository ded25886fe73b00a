import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { openSearch } from '@warc2dataset/pipeline/search/open-search'
import { parseTerm } from '@warc2dataset/pipeline/search/query-term'
import { buildRunIndex } from '@warc2dataset/pipeline/search/run-index'
import type { SearchReport } from '@warc2dataset/pipeline/search/search-report'
import { type SearchOptions, searchRun } from '@warc2dataset/pipeline/search/search-run'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { hasUsearch } from '@warc2dataset/stages/search/load-usearch'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { runHere } from '../web/web-world.js'
import { captionRecall } from './caption-recall.js'
import { openSearchWorld, type SearchWorld } from './search-world.js'

const ROWS = 240
const at = tempFolder()
let search: SearchWorld
let out = ''

const ask = async (
  plus: readonly string[],
  options: Partial<SearchOptions> & { readonly minus?: readonly string[] } = {},
): Promise<SearchReport> => {
  const { minus = [], ...rest } = options
  const terms = (list: readonly string[]) => list.map((term) => parseTerm(term, 'plus'))
  const { report } = await searchRun(await openRun(out), {
    query: { plus: terms(plus), minus: terms(minus) },
    side: 'image',
    count: 10,
    fold: 'sha256',
    exact: false,
    withSheet: false,
    ...rest,
  })
  return report
}
/** Keys of the URLs of a picture of the site, in order. */
const keysOf = async (picture: number): Promise<readonly string[]> => {
  const keys = await search.keys()
  return search.world.plan.urls
    .filter((url) => url.picture === picture)
    .map(({ url }) => keys.get(url) ?? '')
    .sort()
}

beforeAll(async () => {
  search = await openSearchWorld(at('world'))
  out = search.out
}, 120_000)
afterAll(() => search?.world.site.close())

describe('search', { timeout: 60_000 }, () => {
  it('before anything is judged searches all, and refuses a side', async () => {
    const report = await ask(['a red circle'])
    expect(report).toMatchObject({ in: 'both', counts: { rows: ROWS, searched: ROWS } })
    expect(new Set(report.results.map(({ fate }) => fate))).toEqual(new Set(['unjudged']))
    await expect(ask(['a red circle'], { in: 'kept' })).rejects.toThrow('through select for --in kept')
    await search.finish()
  })

  it('finds pictures by their right captions about as often as the model says of itself', async () => {
    const recall = await captionRecall(out, 'toy', (url) => search.rightUrls.has(url))
    const figures = JSON.parse(await readFile(join(dirname(bundledModel()), 'figures.json'), 'utf8'))
    // Its own figure is of 100 pictures and leaves out what fits another's caption, too; here "a red circle" is several.
    const own = Number(figures.validation.r_at_1_of_100)
    expect(recall.pictures).toBeGreaterThan(200)
    expect(recall.at1Of100).toBeGreaterThan(own - 0.15)
    expect(recall.at1).toBeGreaterThan(own - 0.2)
    expect(recall.at10).toBeGreaterThan(own - 0.02)
  })

  it('finds by an unseen file what the run stored of it first, its other URLs folded', async () => {
    for (const picture of [3, 17, 36]) {
      const twins = await keysOf(picture)
      expect(twins.length).toBe(2)
      const [first, second] = (await ask([`image:${await search.pictureFile(picture)}`], { in: 'both' }))
        .results
      expect([first?.key, ...(first?.duplicates ?? [])].sort()).toEqual(twins)
      expect(first?.similarity).toBeGreaterThan(0.999)
      expect(second?.similarity).toBeLessThan(first?.similarity ?? 0)
    }
  })

  it('finds by a key the same as by its file', async () => {
    const [key = ''] = await keysOf(3)
    const byKey = await ask([`key:${key}`], { in: 'both' })
    const byFile = await ask([`image:${await search.pictureFile(3)}`], { in: 'both' })
    expect(byKey.results.map(({ key }) => key)).toEqual(byFile.results.map(({ key }) => key))
  })

  it('tells of what was cut by which filter, as the ledger does', async () => {
    const report = await ask(['a red circle'], { in: 'cut', count: 100 })
    const rows =
      await query(`SELECT "key", reason, "filter", similarity FROM '${out}/selections/*/ledger.parquet'
      WHERE outcome = 'dropped' ORDER BY "key"`)
    const shown = report.results.flatMap(({ key, duplicates }) => [key, ...duplicates])
    expect(shown.sort()).toEqual(rows.map(({ key }) => key))
    expect(rows.length).toBeGreaterThan(5)
    const ledger = new Map(rows.map((row) => [row['key'], row]))
    for (const { key, fate, reason, filter, value } of report.results) {
      const row = ledger.get(key)
      expect({ fate, reason, filter }).toEqual({
        fate: 'cut',
        reason: row?.['reason'],
        filter: row?.['filter'],
      })
      if (reason === 'low_similarity') expect(value).toBeCloseTo(Number(row?.['similarity']), 6)
    }
    expect(new Set(report.results.map(({ reason }) => reason))).toContain('low_similarity')
    expect(report.counts).toMatchObject({
      searched: rows.length,
      hidden: { kept: ROWS - rows.length, cut: 0 },
    })
  })

  it('hides nothing without a count: shown, folded and hidden rows are all rows', async () => {
    for (const fold of ['sha256', 'phash'] as const) {
      for (const side of ['kept', 'cut', 'both'] as const) {
        const { counts, results } = await ask(['a blue square'], { in: side, fold, count: 200 })
        const { kept, cut, unjudged } = counts.hidden
        expect(results.length + counts.folded).toBe(counts.searched)
        expect(counts.searched + kept + cut + unjudged).toBe(ROWS)
        if (side === 'both') expect(counts.folded).toBeGreaterThanOrEqual(40)
      }
    }
  })

  it('adds and takes away', async () => {
    const text = (report: SearchReport) => report.results.map((hit) => hit.text).join('\n')
    const plain = await ask(['a red circle'], { in: 'both' })
    const without = await ask(['a red circle'], { in: 'both', minus: ['a circle'] })
    const place = (report: SearchReport) => report.results.map(({ key }) => key)
    expect(place(without)).not.toEqual(place(plain))
    expect(text(plain).match(/circle|disc/g)?.length).toBeGreaterThan(
      text(without).match(/circle|disc/g)?.length ?? 0,
    )
    const [key = ''] = await keysOf(17)
    await expect(ask([`key:${key}`], { minus: [`key:${key}`] })).rejects.toThrow('cancel out')
  })

  it('searches the texts, too', async () => {
    const [url] = search.world.plan.urls.filter(({ url }) => search.rightUrls.has(url))
    const { results } = await ask([`text:${url?.text}`], { side: 'text', in: 'both' })
    expect(results[0]?.text).toBe(url?.text)
    expect(results[0]?.similarity).toBeGreaterThan(0.999)
  })

  it('prints what it found and hides, and writes a sheet and JSON', async () => {
    const { code, stdout, stderr } = await runCli([
      'search',
      out,
      '--text',
      'a red circle',
      '--in',
      'kept',
      '--top',
      '3',
      '--out',
      at('found'),
    ])
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^ {3}1 {2}0\.\d{4} {2}\d{9} {2}KEPT$/m)
    expect(stdout).toMatch(
      /searched \d+ of 240 scored rows: \d+ cut hidden \(use --in cut or both\); \d+ duplicates? folded by sha256\n$/,
    )
    const written = JSON.parse(await readFile(at('found', 'search.json'), 'utf8')) as SearchReport
    expect(written.results.map(({ rank }) => rank)).toEqual([1, 2, 3])
    const { format, width = 0 } = await sharp(at('found', 'sheet.jpg')).metadata()
    expect([format, width > 1000]).toEqual(['jpeg', true])
  })
})

describe('what search refuses', { timeout: 60_000 }, () => {
  it.each([
    [['--key', '000000000999'], 2, 'which no sample of the run has'],
    [['--image', 'no-such-file.png'], 12, 'Expected a readable picture at no-such-file.png, got ENOENT'],
    [['--image', bundledModel()], 12, 'got not_an_image'],
    [['--text', 'quux zyzzy'], 2, 'Expected words that toy knows'],
    [['--text', 'red', '--model', 'b32'], 2, 'Expected a scorer of the run (toy), got b32'],
    [['--text', ' '], 2, 'Expected something to look for after --text'],
    [[], 2, 'Expected something to look for'],
    [['--text', 'red', '--in', 'all'], 2, 'Expected kept or cut or both for --in, got all'],
    [['--text', 'red', '--key', '000000000'], 2, 'Expected one of --text, --image and --key'],
  ] as const)('%j', async (args, exit, message) => {
    const { code, stdout, stderr } = await runCli(['search', out, ...args])
    expect([code, stdout]).toEqual([exit, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(TRACE)
  })

  it('a file that is cut, or larger than a picture may be', async () => {
    const whole = await readFile(await search.pictureFile(5))
    await writeFile(at('cut.jpg'), whole.subarray(0, whole.length >> 1))
    await expect(ask([`image:${at('cut.jpg')}`])).rejects.toMatchObject({ exit: 'input' })
    await writeFile(at('large.jpg'), Buffer.alloc(21 * 2 ** 20))
    await expect(ask([`image:${at('large.jpg')}`])).rejects.toThrow('more than fetch.max_bytes')
  })

  it('a run without scores', async () => {
    const bare = at('bare')
    await runHere(
      search.world.recipe,
      bare,
      [
        ['score.models', []],
        ['select.keep', {}],
      ],
      { until: 'dedup' },
    )
    const { code, stderr } = await runCli(['search', bare, '--text', 'red'])
    expect(code).toBe(2)
    expect(stderr).toContain('Expected a run with scores')
  })
})

describe.skipIf(!hasUsearch())('an index (package usearch; skipped where it is not installed)', () => {
  const record = () => join(out, 'index', 'toy', 'image.json')

  it('finds what the scan finds, and states its recall', async () => {
    const view = await openRun(out)
    const { images } = await openSearch(view, undefined, at())
    const built = await buildRunIndex(view, { scorer: 'toy', side: 'image' }, images, () => undefined)
    expect(built).toMatchObject({ rows: ROWS, notFinite: 0, recall: { at: 10, queries: 100 } })
    expect(built.recall.value).toBeGreaterThan(0.95)
    for (const side of ['kept', 'cut', 'both'] as const) {
      const scanned = await ask(['a red circle'], { in: side })
      const found = await ask(['a red circle'], { in: side, mostExact: 0 })
      expect(found.method).toMatchObject({ kind: 'index', library: 'usearch', recall: built.recall })
      expect(found.results).toEqual(scanned.results)
    }
    expect((await ask(['a red circle'], { mostExact: 0, exact: true })).method).toEqual({ kind: 'exact' })
  })

  it('is refused once the scores are others, or it is cut', async () => {
    const text = await readFile(record(), 'utf8')
    await writeFile(record(), text.replace(/"scores": "./, '"scores": "x'))
    await expect(ask(['red'], { mostExact: 0 })).rejects.toThrow('got one of earlier scores')
    await writeFile(record(), text)
    const file = join(out, (JSON.parse(text) as { file: string }).file)
    const bytes = await readFile(file)
    await writeFile(file, bytes.subarray(0, bytes.length - 1))
    await expect(ask(['red'], { mostExact: 0 })).rejects.toThrow(`got ${(await stat(file)).size}`)
    expect((await ask(['red'])).method).toEqual({ kind: 'exact' })
  })
})
