import type { ComponentChildren } from 'preact'

export interface Column {
  readonly key: string
  readonly label: string
  /** Right-aligned, figures of one width. */
  readonly numeric?: boolean
}

/** Cells by key of a column; a missing one is shown as a dash. Keys are ours, never a crawl's. */
export type Row = Readonly<Record<string, ComponentChildren>>

export interface DataTableProps {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** A table; the first column heads its rows. A wide one scrolls in a region that the keyboard reaches. */
export function DataTable({ caption, columns, rows }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section class="table-scroll" tabIndex={0} aria-label={`Table: ${caption}`}>
      <table>
        <caption>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            {columns.map(({ key, label, numeric }) => (
              <th key={key} scope="col" class={numeric ? 'numeric' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {columns.map((column, place) => (
                <Cell key={column.key} column={column} heads={place === 0} content={row[column.key]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="quiet">No rows.</p>}
    </section>
  )
}

interface CellProps {
  readonly column: Column
  readonly heads: boolean
  readonly content: ComponentChildren
}

function Cell({ column, heads, content }: CellProps) {
  const shown = content === undefined || content === null || content === '' ? '–' : content
  const style = column.numeric ? 'numeric' : undefined
  return heads ? (
    <th scope="row" class={style}>
      {shown}
    </th>
  ) : (
    <td class={style}>{shown}</td>
  )
}
