/** What a column holds. `integer` is int32 or int64 in DuckDB, `number` is FLOAT or DOUBLE. */
export type ColumnType = 'number' | 'integer' | 'string' | 'boolean'

/** The columns that an expression may name. */
export type Columns = ReadonlyMap<string, ColumnType>

/** `integer` is the exact value where it is whole, since int64 columns exceed what `value` can hold. */
export interface NumberLiteral {
  readonly kind: 'number'
  readonly value: number
  readonly integer: bigint | null
  readonly text: string
  readonly position: number
}

/** A constant that a column is compared with; `position` is its offset in the source. */
export type Literal =
  | NumberLiteral
  | { readonly kind: 'string'; readonly value: string; readonly position: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly position: number }

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A column as written, before it is looked up. */
export interface ColumnName {
  readonly name: string
  readonly position: number
}

/** A column that exists. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** A test of one column, or a constant. */
export type Leaf<C> =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'column'; readonly column: C }
  | {
      readonly kind: 'compare'
      readonly column: C
      readonly operator: CompareOperator
      readonly literal: Literal
    }
  | {
      readonly kind: 'in'
      readonly column: C
      readonly negated: boolean
      readonly literals: readonly Literal[]
    }
  | {
      readonly kind: 'between'
      readonly column: C
      readonly negated: boolean
      readonly low: Literal
      readonly high: Literal
    }
  | {
      /** Of a string column: the literal stands somewhere in it, letter by letter. */
      readonly kind: 'contains'
      readonly column: C
      readonly negated: boolean
      readonly literal: Literal
    }
  | { readonly kind: 'is-null'; readonly column: C; readonly negated: boolean }

/** An expression; an `and` never holds an `and` directly, nor an `or` an `or`. */
export type Expression<C> =
  | Leaf<C>
  | { readonly kind: 'not'; readonly operand: Expression<C> }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression<C>[] }

/** An expression as parsed. */
export type NamedExpression = Expression<ColumnName>

/** An expression whose columns exist and whose comparisons agree in type. */
export type TypedExpression = Expression<Column>
