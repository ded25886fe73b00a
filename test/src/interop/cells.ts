import type { Columns, ColumnType } from '@warc2dataset/schemas'

/**
 * A value in one spelling for all readers, as JSON can hold it: 64-bit integers as digits, floats as the hex of their
 * bits, so that equal means the same bits.
 */
export type Cell = null | boolean | number | string | readonly Readonly<Record<string, Cell>>[]

/** One row: a cell per column, in the order of the columns. */
export type PlainRow = readonly Cell[]

const TEXT: Readonly<Record<string, ColumnType>> = {
  kind: 'string',
  text: 'string',
  text_id: 'int64',
  n: 'int32',
  language: 'string',
  probability: 'double',
  script: 'string',
  class: 'string',
  skeleton: 'int64',
}

const MEMBERS: Readonly<Partial<Record<ColumnType, Readonly<Record<string, ColumnType>>>>> = {
  texts: TEXT,
  scored_texts: { ...TEXT, similarity: 'double' },
  verdicts: { filter: 'string', score: 'double', value: 'string', pass: 'bool' },
}

/** Is a value of this type a list of structs? */
export function isList(type: ColumnType): boolean {
  return MEMBERS[type] !== undefined
}

/** A reader's row in the one spelling. Throws a TypeError where the reader gave another type than the column's. */
export function plainRow(columns: Columns, row: Readonly<Record<string, unknown>>): PlainRow {
  return Object.entries(columns).map(([name, { type }]) => plainCell(name, type, row[name]))
}

function plainCell(name: string, type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null
  const listed = MEMBERS[type]
  if (listed !== undefined) {
    const members = Object.entries(listed)
    if (!Array.isArray(value)) throw wrong(name, 'a list', value)
    return value.map((item: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        members.map(([member, memberType]) => [
          member,
          plainCell(`${name}.${member}`, memberType, item[member]),
        ]),
      ),
    )
  }
  if (type === 'int64' && typeof value === 'bigint') return value.toString()
  if (type === 'int32' && Number.isInteger(value)) return Number(value)
  if ((type === 'float' || type === 'double') && typeof value === 'number') return bits(type, value)
  if (type === 'bool' && typeof value === 'boolean') return value
  if (type === 'string' && typeof value === 'string') return value
  throw wrong(name, `a value of type ${type}`, value)
}

function bits(type: 'float' | 'double', value: number): string {
  const bytes = Buffer.alloc(type === 'float' ? 4 : 8)
  if (type === 'double') bytes.writeDoubleBE(value)
  else if (Object.is(Math.fround(value), value)) bytes.writeFloatBE(value)
  else throw new TypeError(`Expected a 32-bit float, got ${value}`)
  return bytes.toString('hex')
}

function wrong(name: string, what: string, value: unknown): TypeError {
  return new TypeError(`Expected ${what} for ${name}, got ${typeof value} ${String(value)}`)
}
