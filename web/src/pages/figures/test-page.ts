import type { PlotOptions } from '@observablehq/plot'
import { plot } from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { type ComponentType, h } from 'preact'
import { render } from 'preact-render-to-string'
import type { PageProps, Report } from '../../data/report.js'

/** A page as a reader's browser would parse it. For tests. */
export function openPage(Page: ComponentType<PageProps>, report: Report): Document {
  return parseHTML(`<!doctype html><html><body>${render(h(Page, { report }))}</body></html>`).document
}

/** Cells of the table with this caption, row by row, without its head; throws if there is none. For tests. */
export function tableOf(page: Document, caption: string): readonly (readonly string[])[] {
  const table = [...page.querySelectorAll('table')].find(
    (each) => each.querySelector('caption')?.textContent === caption,
  )
  if (table === undefined) throw new Error(`Expected a table for ${caption}, got none`)
  return [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? ''),
  )
}

/** The chart of some options, drawn. For tests. */
export function drawn(options: PlotOptions): Element {
  return plot({ ...options, document: parseHTML('<!doctype html><html><body></body></html>').document })
}

/** Figures that have a chart but no table twin: titles. For tests. */
export function withoutTwin(page: Document): readonly string[] {
  return [...page.querySelectorAll('section.figure')]
    .filter((figure) => figure.querySelector('.plot') && !figure.querySelector('details.twin tbody tr'))
    .map((figure) => figure.querySelector('h3')?.textContent ?? '')
}

const HOSTILE = 'img[src="x"], script, [onerror]'

/** Elements that a crawl's string made: none, or the page is not safe. For tests. */
export function crawled(page: Document): readonly string[] {
  return [...page.querySelectorAll(HOSTILE)].map((element) => element.outerHTML)
}

/** `report` as of somebody's Parquet, which tells nothing of what was rejected. For tests. */
export function asParquet({ inspection, exhibits }: Report): Report {
  return {
    exhibits,
    inspection: { ...inspection, subject: { ...inspection.subject, kind: 'parquet' } },
  }
}
