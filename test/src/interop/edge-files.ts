import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Columns,
  datasetColumns,
  fetchedColumns,
  type RowOf,
  type ScoredText,
  type Text,
  type Verdict,
} from '@warc2dataset/schemas'
import { type Duck, openDuck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'

const INT64 = [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, -(2n ** 53n) - 1n, 1_772_373_721_000n]
const INT32 = [0, -1, 2 ** 31 - 1, -(2 ** 31), 7]
const DOUBLE = [0.1, -0.3, 5e-324, Number.MAX_VALUE, 1 / 3, Number.NEGATIVE_INFINITY, Number.NaN]
const FLOAT = DOUBLE.map(Math.fround)
const STRING = [
  '',
  ' ',
  'NaN',
  'null',
  '__proto__',
  '\u0000 and \u0000',
  'tab\tline\r\nquote"\'\\',
  'läb \u0301 \u{1F469}\u200D\u{1F680} \uFEFF\uFFFD\u{10FFFF}',
  '\u202Egpj.exe\u202C \u2066end\u2069',
  '白の背景に赤の輪 حلقة חיים',
  'x'.repeat(70_000),
]

/**
 * Files with the columns of dataset/ and fetched/ that hold what a small run does not: the ends of every range, NaN,
 * NUL, texts beyond a page, empty lists, null in every column that may be null, no row at all.
 */
export async function writeEdgeFiles(folder: string): Promise<void> {
  await mkdir(join(folder, 'dataset'), { recursive: true })
  await mkdir(join(folder, 'fetched'), { recursive: true })
  const duck = await openDuck({ scratch: folder, memoryBytes: 2 ** 28, threads: 1 })
  try {
    for (const [kind, columns] of [
      ['dataset', datasetColumns],
      ['fetched', fetchedColumns],
    ] as const) {
      await write(duck, join(folder, kind, 'ranges.parquet'), columns, 300, edgeValue)
      // Few values in many rows: columns become dictionaries.
      await write(duck, join(folder, kind, 'repeats.parquet'), columns, 4000, repeatedValue)
      await write(duck, join(folder, kind, 'empty.parquet'), columns, 0, edgeValue)
    }
  } finally {
    duck.close()
  }
}

type ValueAt = (type: keyof typeof POOLS, row: number) => unknown

async function write(duck: Duck, path: string, columns: Columns, count: number, value: ValueAt) {
  const writer = await openRowWriter(duck, 'edge', columns)
  const entries = Object.entries(columns)
  writer.write(
    Array.from({ length: count }, (_, row) => {
      const cells = entries.map(([name, { type, nullable }], column) => [
        name,
        nullable && (row + column) % 3 === 0 ? null : value(type, row * 7 + column),
      ])
      return { ...Object.fromEntries(cells), key: String(row).padStart(9, '0') } as RowOf<Columns>
    }),
  )
  await writer.finish(path, '"key"')
}

const edgeValue: ValueAt = (type, at) => cycle<unknown>(POOLS[type], at)

const repeatedValue: ValueAt = (type, at) => cycle<unknown>(POOLS[type].slice(0, 3), at)

function cycle<T>(values: readonly T[], at: number): T {
  const value = values[at % values.length]
  if (value === undefined) throw new RangeError('Expected a value to repeat, got none')
  return value
}

function scored(count: number): readonly ScoredText[] {
  return texts(count).map((text, at) => ({ ...text, similarity: at % 2 === 0 ? cycle(DOUBLE, at) : null }))
}

function texts(count: number): readonly Text[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: cycle(STRING, at + 4),
    text: cycle(STRING, at + 5),
    text_id: cycle(INT64, at + 2),
    n: cycle(INT32, at + 2),
    language: at % 2 === 0 ? null : cycle(STRING, at),
    probability: at % 2 === 0 ? cycle(DOUBLE, at) : null,
    script: cycle(STRING, at + 1),
    class: null,
    skeleton: at % 3 === 0 ? null : cycle(INT64, at),
  }))
}

function verdicts(count: number): readonly Verdict[] {
  return Array.from({ length: count }, (_, at) => ({
    filter: cycle(STRING, at + 6),
    score: at % 2 === 0 ? null : cycle(DOUBLE, at),
    value: at % 3 === 0 ? null : cycle(STRING, at),
    pass: at % 2 === 0,
  }))
}

const POOLS = {
  int32: INT32,
  int64: INT64,
  float: FLOAT,
  double: DOUBLE,
  bool: [true, false],
  string: STRING,
  texts: [texts(1), texts(0), texts(4), texts(9)],
  scored_texts: [scored(2), scored(0), scored(3), scored(1)],
  verdicts: [verdicts(2), verdicts(0), verdicts(1), verdicts(12)],
}
