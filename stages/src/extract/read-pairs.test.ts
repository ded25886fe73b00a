import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Duck, literal, openDuck } from '../parquet/duck.js'
import type { Reference } from './archive-input.js'
import { newTally } from './archive-tally.js'
import { listColumns, readPairs } from './read-pairs.js'

let folder = ''
let duck: Duck
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w2d-pairs-'))
  duck = await openDuck({ scratch: folder, memoryBytes: 2 ** 28, threads: 1 })
})
afterAll(async () => {
  duck.close()
  await rm(folder, { recursive: true, force: true })
})

async function read(path: string, urlColumn = 'URL', textColumn = 'TEXT') {
  const tally = newTally()
  const rows: Reference[] = []
  const source = readPairs(duck, { path, name: 'list', urlColumn, textColumn, tally })
  for await (const batch of source.read(new AbortController().signal)) rows.push(...batch)
  return { rows, tally }
}

const CSV = `URL,TEXT,similarity
https://a.example/1.jpg,"a red ring, seen from afar",0.31
https://a.example/2.jpg,"line
break",0.3
https://a.example/3.jpg,,0.3
,no address,0.3
ftp://a.example/4.jpg,wrong scheme,0.3
https://a.example/5.jpg,"   ",0.3
HTTPS://A.example/6.jpg#part,ein roter Ring auf weißem Grund,0.3
`

describe('readPairs', () => {
  it('gives a candidate for every row with usable text, and counts the others by kind', async () => {
    const path = join(folder, 'list.csv')
    await writeFile(path, CSV)
    const { rows, tally } = await read(path)
    expect(rows.map(({ url, texts, url_problem }) => [url, texts[0]?.text, url_problem === null])).toEqual([
      ['https://a.example/1.jpg', 'a red ring, seen from afar', true],
      ['https://a.example/2.jpg', 'line break', true],
      ['ftp://a.example/4.jpg', 'wrong scheme', false],
      ['https://a.example/6.jpg', 'ein roter Ring auf weißem Grund', true],
    ])
    expect(rows.map((row) => row.warc_record_offset)).toEqual([0n, 1n, 4n, 6n])
    expect(new Set(rows.map((row) => row.candidate_id)).size).toBe(4)
    expect(tally.images).toMatchObject({ total: 7, candidate: 4, missing: 1, empty: 0, blank: 1, no_src: 1 })
    expect(tally.records).toEqual({ row: 7 })
  })

  it.each([
    ['tsv', 'url\tcaption\nhttps://a.example/1.jpg\ta "quoted", ring\n'],
    ['jsonl', '{"url": "https://a.example/1.jpg", "caption": "a \\"quoted\\", ring", "more": [1]}\n'],
  ])('reads .%s and its .gz alike', async (extension, text) => {
    const path = join(folder, `list.${extension}`)
    await writeFile(path, text)
    await writeFile(`${path}.gz`, gzipSync(text))
    for (const file of [path, `${path}.gz`]) {
      const { rows } = await read(file, 'url', 'caption')
      expect(rows.map(({ texts }) => texts[0]?.text)).toEqual(['a "quoted", ring'])
    }
  })

  it('reads Parquet in the order of its rows, row groups and all, whatever the case of the columns', async () => {
    const path = join(folder, 'list.parquet')
    await duck.run(`COPY (SELECT 'https://a.example/' || i || '.jpg' AS url, 'text ' || i AS text FROM range(9000) t(i))
      TO ${literal(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`)
    const { rows } = await read(path)
    expect(rows.map(({ url }) => url)).toEqual(
      Array.from({ length: 9000 }, (_, i) => `https://a.example/${i}.jpg`),
    )
    expect(await listColumns(duck, path)).toEqual(['url', 'text'])
  })

  it('rejects a file that is no list', async () => {
    const path = join(folder, 'broken.parquet')
    await writeFile(path, 'not Parquet')
    await expect(listColumns(duck, path)).rejects.toThrow(/broken\.parquet/)
  })
})
