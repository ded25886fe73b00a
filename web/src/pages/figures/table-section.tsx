import type { ComponentChildren } from 'preact'
import { DataTable, type DataTableProps } from '../../components/data-table.js'
import { count } from '../../components/rate.js'

interface TableSectionProps {
  readonly title: string
  readonly about: ComponentChildren
  readonly table: Omit<DataTableProps, 'caption'> & { readonly caption?: string }
}

/** Rows shown before the rest is folded away. */
const SHOWN = 12

/** A part of a page whose numbers are best read as a table, without a chart; a long one is folded. */
export function TableSection({ title, about, table }: TableSectionProps) {
  const caption = table.caption ?? title
  const long = table.rows.length > 1.5 * SHOWN
  return (
    <section class="figure">
      <h3>{title}</h3>
      <p>{about}</p>
      <DataTable
        caption={caption}
        columns={table.columns}
        rows={long ? table.rows.slice(0, SHOWN) : table.rows}
      />
      {long && (
        <details>
          <summary>All {count(table.rows.length)} rows</summary>
          <DataTable caption={`${caption}, all rows`} columns={table.columns} rows={table.rows} />
        </details>
      )}
    </section>
  )
}
