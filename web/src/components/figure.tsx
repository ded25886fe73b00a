import type { ComponentChildren } from 'preact'
import { type Column, DataTable, type Row } from './data-table.js'

export interface FigureProps {
  readonly title: string
  /** What is drawn and how to read it, in plain sentences. */
  readonly caption: ComponentChildren
  readonly chart: ComponentChildren
  /** The same numbers. `caption` unless told: the title. */
  readonly table: {
    readonly columns: readonly Column[]
    readonly rows: readonly Row[]
    readonly caption?: string
  }
  /** Controls, above the chart. */
  readonly children?: ComponentChildren
}

/** A chart, what it says, and the table with the same numbers. */
export function Figure({ title, caption, chart, table, children }: FigureProps) {
  return (
    <section class="figure">
      <h3>{title}</h3>
      {children}
      <figure>
        {chart}
        <figcaption>{caption}</figcaption>
      </figure>
      <details class="twin">
        <summary>The numbers as a table</summary>
        <DataTable caption={table.caption ?? title} columns={table.columns} rows={table.rows} />
      </details>
    </section>
  )
}
