import type { ComponentChildren } from 'preact'
import { DataTable, type DataTableProps } from '../../components/data-table.js'

interface TableSectionProps {
  readonly title: string
  readonly about: ComponentChildren
  readonly table: Omit<DataTableProps, 'caption'> & { readonly caption?: string }
}

/** A part of a page whose numbers are best read as a table, without a chart. */
export function TableSection({ title, about, table }: TableSectionProps) {
  return (
    <section class="figure">
      <h3>{title}</h3>
      <p>{about}</p>
      <DataTable caption={table.caption ?? title} columns={table.columns} rows={table.rows} />
    </section>
  )
}
