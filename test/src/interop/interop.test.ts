import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { datasetColumns, fetchedColumns } from '@warc2dataset/schemas'
import { laionHash } from '@warc2dataset/stages/pack/pack-shard'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFooter } from './footers.js'
import { type Material, makeMaterial, shardsOf, type TableFile } from './interop-run.js'
import { type ReadRows, withDuckdb, withHyparquet, withParquetjs } from './readers.js'
import { readTar, type SampleRow, tarProblems } from './tars.js'

const LAION = {
  SAMPLE_ID: 'INT64',
  URL: 'BYTE_ARRAY',
  TEXT: 'BYTE_ARRAY',
  HEIGHT: 'INT32',
  WIDTH: 'INT32',
  LICENSE: 'BYTE_ARRAY',
  NSFW: 'BYTE_ARRAY',
  LANGUAGE: 'BYTE_ARRAY',
  similarity: 'DOUBLE',
  hash: 'INT64',
  punsafe: 'FLOAT',
  pwatermark: 'FLOAT',
  aesthetic: 'FLOAT',
} as const

const FETCHED_JSON = [
  'url',
  'caption',
  'key',
  'status',
  'error_message',
  'width',
  'height',
  'original_width',
  'original_height',
  'md5',
  'sha256',
]

/** `mmh3.hash64(text.encode())[0]` of Python's mmh3 5.3.1. */
const MMH3: readonly (readonly [string, bigint])[] = [
  ['', 0n],
  ['a', -8839064797231613815n],
  ['https://example.com/a.jpga cat', 2135136863588576609n],
  ['https://e.example/ä.png白の背景に赤の輪', -6664009388796220889n],
  ['\u{1F469}\u200D\u{1F680} \u0000 x'.repeat(3), 1730075583730448420n],
  ['x'.repeat(1000), -8873648991646162293n],
]

const PLANTED_MMH3: readonly (readonly [string, bigint])[] = [
  ['https://planted.example/unsafe/surrogate.jpghalf \uFFFD a face', 6359743089511004368n],
  ['https://planted.example/unsafe/nul.jpgbefore\uFFFDafter', -3616002130470501404n],
  ['https://planted.example/unsafe/bidi.jpginvoice gpj.exe end', 2109825602786189131n],
  ['https://planted.example/__proto____proto__', -645416240792114157n],
  ['https://planted.example/unsafe/script.jpg"><img src=x onerror=alert(1)>', -2204138439415321557n],
]

let folder = ''
let material: Material
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interop-'))
  material = await makeMaterial(folder)
}, 300_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

type Row = Readonly<Record<string, unknown>>
const readObjects = async (path: string): Promise<readonly Row[]> =>
  parquetReadObjects({ file: await asyncBufferFromFile(`${path}.parquet`) })
const int = (value: unknown): bigint => value as bigint

describe('Parquet', () => {
  it('covers several shards of each kind, every status, and every column with a value and (if it may) a null', async () => {
    const { run, files } = material
    const [dataset, fetched] = [await shardsOf(run, 'dataset'), await shardsOf(run, 'fetched')]
    expect(Math.min(dataset.length, fetched.length)).toBeGreaterThan(2)
    const statuses = (await Promise.all(fetched.map(readObjects))).flat().map(({ status }) => status)
    expect([...new Set(statuses)].sort()).toEqual(['failed_to_download', 'failed_to_resize', 'success'])
    for (const columns of [datasetColumns, fetchedColumns]) {
      const file = files.find(({ name, columns: own }) => own === columns && name.endsWith('ranges.parquet'))
      const rows = await withDuckdb(file?.path ?? '', columns)
      Object.values(columns).forEach(({ nullable }, index) => {
        const nulls = rows.filter((row) => row[index] === null).length
        expect(nulls > 0).toBe(nullable)
        expect(nulls).toBeLessThan(rows.length)
      })
    }
  })

  it.each<[string, ReadRows]>([
    ['hyparquet', withHyparquet],
    ['parquetjs-lite', withParquetjs],
  ])('%s reads every cell as DuckDB does', async (_library, read) => {
    const differences: unknown[] = []
    for (const { name, path, columns } of material.files) {
      const [expected, actual] = [await withDuckdb(path, columns), await read(path, columns)]
      expect({ name, rows: actual.length }).toEqual({ name, rows: expected.length })
      const names = Object.keys(columns)
      expected.forEach((row, at) => {
        row.forEach((cell, index) => {
          const [want, got] = [JSON.stringify(cell), JSON.stringify(actual[at]?.[index])]
          if (want !== got) differences.push({ name, at, column: names[index], want, got })
        })
      })
    }
    expect(differences.slice(0, 10)).toEqual([])
  })

  it('begins with the columns of LAION-5B, in its spelling, order and types', async () => {
    const files = material.files.filter(({ columns }) => columns === datasetColumns)
    for (const { path } of files) {
      const { columns, topLevel } = await readFooter(path)
      const names = Object.keys(LAION)
      expect(topLevel.slice(0, names.length)).toEqual(names)
      const types = columns.slice(0, names.length).map((column) => [column.path, column.type])
      if (columns.length > 0) expect(Object.fromEntries(types)).toEqual(LAION)
    }
  })

  it('has the columns of the schemas in their order, in files without rows too', async () => {
    for (const { path, columns, name } of material.files) {
      expect([name, (await readFooter(path)).topLevel]).toEqual([name, Object.keys(columns)])
    }
  })

  it('asks nothing new of a reader: no type but UTF8 and signed integers, V1 pages, Snappy', async () => {
    for (const { path } of material.files) {
      const { version, columns, groups } = await readFooter(path)
      expect(version).toBe(1)
      expect(groups.filter((name) => name !== 'LIST')).toEqual([])
      for (const column of columns) {
        const { type, converted, logical, codec, pages } = column
        const plain = { DOUBLE: null, FLOAT: null, BOOLEAN: null, INT32: 'INT_32', INT64: 'INT_64' }
        const expected = { ...plain, BYTE_ARRAY: 'UTF8' }[type]
        expect({ ...column, converted, codec }).toEqual({ ...column, converted: expected, codec: 'SNAPPY' })
        expect([null, 'STRING', 'INTEGER']).toContain(logical)
        expect(pages.filter((page) => page !== 'DATA_PAGE' && page !== 'DICTIONARY_PAGE')).toEqual([])
      }
    }
  })

  it('has statistics for every column: nulls counted, and a range where there is a value', async () => {
    const inRun = ({ name }: TableFile): boolean => name.startsWith('run/')
    for (const { path } of material.files.filter(inRun)) {
      for (const { path: column, nulls, values, hasRange } of (await readFooter(path)).columns) {
        if (column.includes('.')) continue
        expect([column, typeof nulls, hasRange]).toEqual([column, 'number', nulls !== values])
      }
    }
  })
})

describe('tar', () => {
  it('of dataset/ is the webdataset of its Parquet', async () => {
    for (const shard of await shardsOf(material.run, 'dataset')) {
      const samples = (await readObjects(shard)).map((row): SampleRow => {
        const { tar_offset, tar_size, ...json } = row
        return {
          ...common(row),
          width: Number(row['stored_width']),
          height: Number(row['stored_height']),
          json,
        }
      })
      expect(await tarProblems(`${shard}.tar`, samples)).toEqual([])
    }
  })

  it('of fetched/ is the webdataset of the rows with status success', async () => {
    for (const shard of await shardsOf(material.run, 'fetched')) {
      const rows = (await readObjects(shard)).filter(({ status }) => status === 'success')
      const samples = rows.map((row): SampleRow => {
        const json = Object.fromEntries(FETCHED_JSON.map((name) => [name, row[name]]))
        return { ...common(row), width: Number(row['width']), height: Number(row['height']), json }
      })
      expect(await tarProblems(`${shard}.tar`, samples)).toEqual([])
    }
  })

  it('of dataset/ has the bytes of fetched/ under the same keys', async () => {
    const picturesOf = async (kind: 'dataset' | 'fetched'): Promise<Map<string, string>> => {
      const tars = await Promise.all(
        (await shardsOf(material.run, kind)).map((path) => readTar(`${path}.tar`)),
      )
      const pictures = tars.flat().filter(({ header }) => header.name.endsWith('.jpg'))
      return new Map(pictures.map(({ header, bytes }) => [header.name, bytes.toString('base64')]))
    }
    const [dataset, fetched] = [await picturesOf('dataset'), await picturesOf('fetched')]
    expect(dataset.size).toBeGreaterThan(100)
    const other = [...dataset].filter(([name, bytes]) => fetched.get(name) !== bytes).map(([name]) => name)
    expect(other).toEqual([])
  })
})

describe('hash', () => {
  it('of fixed texts is that of Python mmh3', () => {
    expect(MMH3.map(([text]) => laionHash(text))).toEqual(MMH3.map(([, hash]) => hash))
  })

  it('in the rows of planted pictures is that of Python mmh3', async () => {
    const rows = (await Promise.all((await shardsOf(material.run, 'dataset')).map(readObjects))).flat()
    const found = new Map(rows.map(({ URL: url, TEXT, hash }) => [`${url}${TEXT}`, hash]))
    expect(PLANTED_MMH3.map(([text]) => found.get(text))).toEqual(PLANTED_MMH3.map(([, hash]) => hash))
  })

  it('is signed, and the key is SAMPLE_ID', async () => {
    for (const shard of await shardsOf(material.run, 'dataset')) {
      const rows = await readObjects(shard)
      expect(rows.some(({ hash }) => int(hash) < 0n)).toBe(true)
      expect(rows.filter(({ SAMPLE_ID, key }) => int(SAMPLE_ID) !== BigInt(key as string))).toEqual([])
      expect(basename(shard)).toMatch(/^\d{5}$/)
    }
  })
})

function common(row: Row): Pick<SampleRow, 'key' | 'caption' | 'tarOffset' | 'tarSize'> {
  return {
    key: String(row['key']),
    caption: String(row['caption']),
    tarOffset: int(row['tar_offset']),
    tarSize: int(row['tar_size']),
  }
}
