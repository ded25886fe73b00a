import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ColumnType } from './ast.js'
import { evaluateTerm, parseWhere } from './parse-where.js'

/** One column of the test table; `literals` are written in `where`, and most cells are near them. */
interface TestColumn {
  readonly name: string
  readonly type: ColumnType
  readonly duckdb: string
  readonly cells: readonly unknown[]
  readonly literals: readonly string[]
}

const INTEGERS = [0, 1, -1, 7, 200, 2147483647, -2147483648]
const BIGINTS = [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 53n) - 1n]
const WHOLE = [
  '0',
  '-0',
  '1',
  '-1',
  '7',
  '2e2',
  '200.0',
  '5000000000',
  '9007199254740993',
  '9007199254740992.0',
]
const HUGE = [
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775809',
  '9'.repeat(50),
  '-1e300',
  '1e19',
]
const FRACTIONS = ['0.37', '-.5', '1.5', '3.7e-1', '6.9999999', '5e-324', '1e-400', '1.7976931348623157e308']
const NUMBERS = [...WHOLE, ...HUGE, ...FRACTIONS]
const DOUBLES = [0, -0, 1, -1, 0.37, -0.5, 7, 5e-324, 2 ** 53, 1e300, Infinity, -Infinity, Number.NaN]
const STRINGS = [
  '',
  ' ',
  'a',
  'A',
  'en',
  "'",
  "''",
  '"',
  '\\',
  "'; drop table x; --",
  '%',
  'é',
  'e\u0301',
  '\uff5e',
]
const MORE_STRINGS = [
  '\u{1f600}',
  '\u{10ffff}',
  '\ufffd',
  '--',
  '/*',
  '$1',
  '?',
  'a\nb',
  '1',
  'NULL',
  '\ufeff',
  '中',
]

const INTEGER_LITERALS = [...WHOLE, ...HUGE]
const ALL_STRINGS = [...STRINGS, ...MORE_STRINGS]
const STRING_LITERALS = ALL_STRINGS.map((text) => `'${text.replaceAll("'", "''")}'`)

const TABLE: readonly TestColumn[] = [
  { name: 'score', type: 'number', duckdb: 'DOUBLE', cells: DOUBLES, literals: NUMBERS },
  { name: 'ratio', type: 'number', duckdb: 'FLOAT', cells: DOUBLES.map(Math.fround), literals: NUMBERS },
  { name: 'width', type: 'integer', duckdb: 'INTEGER', cells: INTEGERS, literals: INTEGER_LITERALS },
  {
    name: 'id',
    type: 'integer',
    duckdb: 'BIGINT',
    cells: [...INTEGERS.map(BigInt), ...BIGINTS],
    literals: INTEGER_LITERALS,
  },
  { name: 'select', type: 'string', duckdb: 'VARCHAR', cells: ALL_STRINGS, literals: STRING_LITERALS },
  { name: 'flag', type: 'boolean', duckdb: 'BOOLEAN', cells: [true, false], literals: ['true', 'FALSE'] },
]
const COLUMNS = new Map(TABLE.map(({ name, type }) => [name, type]))

const rows = fc.array(
  fc.record(Object.fromEntries(TABLE.map(({ name, cells }) => [name, fc.constantFrom(null, ...cells)]))),
  { minLength: 1, maxLength: 12 },
)

function leaf(column: TestColumn): fc.Arbitrary<string> {
  const { name, type } = column
  const literal = fc.constantFrom(...column.literals)
  const ordered = fc.constantFrom(...column.literals, ...(type === 'integer' ? FRACTIONS : []))
  const not = fc.constantFrom('', 'not ', 'NOT ')
  const tests = [
    fc.tuple(fc.constantFrom('=', '==', '!=', '<>'), literal).map(([op, value]) => `${name}${op}${value}`),
    fc
      .tuple(not, fc.array(literal, { minLength: 1, maxLength: 8 }))
      .map(([n, list]) => `${name} ${n}in (${list})`),
    not.map((n) => `${name} is ${n}null`),
  ]
  if (type === 'boolean') return fc.oneof(fc.constant(name), ...tests)
  if (type === 'string')
    tests.push(fc.tuple(not, literal).map(([n, value]) => `${name} ${n}contains ${value}`))
  return fc.oneof(
    ...tests,
    fc.tuple(fc.constantFrom('<', '<=', '>', '>='), ordered).map(([op, value]) => `${name} ${op} ${value}`),
    fc.tuple(not, ordered, ordered).map(([n, low, high]) => `${name} ${n}between ${low} and ${high}`),
  )
}

const { where } = fc.letrec<{ where: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(fc.constantFrom('true', 'false'), ...TABLE.map(leaf)),
  where: fc.oneof(
    // Bounded, so that no text exceeds the language's own limits.
    { depthSize: 'medium', maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    tie('where').map((inner) => `(\n${inner} )`),
    tie('where').map((inner) => `not (${inner})`),
    fc
      .tuple(tie('where'), fc.constantFrom('and', 'or', 'AND', 'OR'), tie('where'))
      .map((parts) => parts.join(' ')),
  ),
}))

let connection: DuckDBConnection

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
})
afterAll(() => connection.closeSync())

async function fill(data: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TABLE x (n INTEGER, ${TABLE.map(({ name, duckdb }) => `"${name}" ${duckdb}`)})`,
  )
  const appender = await connection.createAppender('x')
  for (const [n, row] of data.entries()) {
    appender.appendInteger(n)
    for (const { name, duckdb } of TABLE) appendCell(appender, duckdb, row[name])
    appender.endRow()
  }
  appender.closeSync()
}

type Appender = Awaited<ReturnType<DuckDBConnection['createAppender']>>

function appendCell(appender: Appender, type: string, cell: unknown): void {
  if (typeof cell === 'number' && type === 'INTEGER') appender.appendInteger(cell)
  else if (typeof cell === 'number' && type === 'FLOAT') appender.appendFloat(cell)
  else if (typeof cell === 'number') appender.appendDouble(cell)
  else if (typeof cell === 'bigint') appender.appendBigInt(cell)
  else if (typeof cell === 'string') appender.appendVarchar(cell)
  else if (typeof cell === 'boolean') appender.appendBoolean(cell)
  else appender.appendNull()
}

async function select(sqls: readonly string[]): Promise<unknown[][]> {
  const reader = await connection.runAndReadAll(`SELECT ${sqls.join(', ')} FROM x ORDER BY n`)
  return reader.getRows()
}

describe('term SQL', () => {
  it('agrees with evaluateTerm on every row, and the canonical text means the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(where, { minLength: 1, maxLength: 5 }), rows, async (texts, data) => {
        const parsed = texts.map((text) => parseWhere(text, COLUMNS))
        const terms = parsed.flatMap((each) => each.terms)
        for (const { source } of parsed) {
          const again = parseWhere(source, COLUMNS)
          expect(again.source).toBe(source)
          terms.push(...again.terms)
        }
        if (terms.length === 0) return
        await fill(data)
        const expected = data.map((row) => terms.map((term) => evaluateTerm(term, row)))
        expect(await select(terms.map(({ sql }) => sql))).toEqual(expected)
        // Again as a filter, where DuckDB rewrites comparisons by column statistics.
        const filter = `SELECT n FROM x WHERE ${terms.map(({ sql }) => sql).join(' AND ')} ORDER BY n`
        const passing = expected.flatMap((row, n) => (row.every((value) => value === true) ? [[n]] : []))
        expect((await connection.runAndReadAll(filter)).getRows()).toEqual(passing)
      }),
      { numRuns: 500 },
    )
  })

  it('agrees on every column, operator, literal and cell', async () => {
    for (const { name, type, cells, literals } of TABLE) {
      const operators = type === 'boolean' ? ['=', '!='] : ['=', '!=', '<', '<=', '>', '>=']
      const data = [null, ...cells].map((cell) => ({ [name]: cell }))
      await fill(data)
      const terms = operators.flatMap((operator) =>
        literals.flatMap((literal) => parseWhere(`${name} ${operator} ${literal}`, COLUMNS).terms),
      )
      const expected = data.map((row) => terms.map((term) => evaluateTerm(term, row)))
      expect(await select(terms.map(({ sql }) => sql))).toEqual(expected)
    }
  })

  it('round-trips any string through a literal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        fc.pre(!text.includes('\0'))
        await fill([{ select: text }])
        const [term] = parseWhere(`select = '${text.replaceAll("'", "''")}'`, COLUMNS).terms
        expect(await select([term?.sql ?? ''])).toEqual([[true]])
      }),
      { numRuns: 200 },
    )
  })

  it('writes no DECIMAL', async () => {
    const [term] = parseWhere('score in (0.37, 1, 1e3)', COLUMNS).terms
    const literals = /IN \((.*)\)\)$/.exec(term?.sql ?? '')?.[1]?.split(', ') ?? []
    expect(await select(literals.map((literal) => `typeof(${literal})`))).toContainEqual([
      'DOUBLE',
      'DOUBLE',
      'DOUBLE',
    ])
  })

  it.each([
    ['50 levels', `${'not '.repeat(50)}flag`],
    ['a long chain', Array(1_200).fill('flag').join(' or ')],
    ['a long list', `score in (${Array(4_990).fill('1').join(',')})`],
  ])('runs %s', async (_name, text) => {
    await fill([{ flag: true, score: 1 }])
    const [term] = parseWhere(text, COLUMNS).terms
    expect(await select([`coalesce(${term?.sql}, false)`])).toEqual([
      [evaluateTerm(term ?? expect.fail(), { flag: true, score: 1 })],
    ])
  })
})
