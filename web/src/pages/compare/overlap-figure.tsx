import * as Plot from '@observablehq/plot'
import type { CompareSection } from '@warc2dataset/schemas'
import { useMemo } from 'preact/hooks'
import { NEUTRAL_AREA } from '../../components/chart-colours.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent } from '../../components/rate.js'
import { compact } from '../figures/axis-number.js'
import { type OverlapRow, overlapRows } from './overlap-rows.js'

/** How many pictures both kept, and each alone. */
export function OverlapFigure({ overlap }: Pick<CompareSection, 'overlap'>) {
  const rows = useMemo(() => overlapRows(overlap, 'A', 'B'), [overlap])
  const options = useMemo(() => (width: number) => overlapOptions(rows, width), [rows])
  const all = overlap.both + overlap.only_a + overlap.only_b
  return (
    <Figure
      title="Overlap"
      caption={
        <>
          Rows that are kept by one or both, {count(all)} in all, matched by the URL of the picture; the same
          picture at another URL is not matched. Dotted bars are parts of the bar above them.{' '}
          {silentOf(overlap)}
        </>
      }
      chart={<PlotChart options={options} label="Rows kept by both, by A only and by B only." />}
      table={{
        columns: [
          { key: 'label', label: 'Rows' },
          { key: 'rows', label: 'How many', numeric: true },
          { key: 'share', label: 'Of all kept by either', numeric: true },
        ],
        rows: rows.map(({ label, rows: n }) => ({
          label,
          rows: count(n),
          share: percent(all > 0 ? n / all : null),
        })),
      }}
    />
  )
}

function silentOf({ cut_by_a, cut_by_b }: CompareSection['overlap']): string {
  const silent = [...(cut_by_a === null ? ['A'] : []), ...(cut_by_b === null ? ['B'] : [])]
  if (silent.length === 0) return ''
  return silent.length === 1
    ? `${silent[0]} keeps no record of what it cut, so what it never had cannot be told from what it cut.`
    : 'Neither keeps a record of what it cut, so what it never had cannot be told from what it cut.'
}

/** Plot's options: a bar a row, its name above it, its count at its end. */
export function overlapOptions(rows: readonly OverlapRow[], width: number): Plot.PlotOptions {
  const at = (_: OverlapRow, row: number) => row
  const right = 76
  return {
    height: rows.length * 48 + 44,
    marginLeft: 8,
    marginRight: right,
    marginTop: 8,
    marginBottom: 34,
    x: { label: 'Rows', labelArrow: 'none', grid: true, ticks: width < 480 ? 3 : 6, tickFormat: compact },
    y: { type: 'band', domain: rows.map((_, row) => row), axis: null, padding: 0 },
    marks: [
      Plot.barX(rows, {
        x: 'rows',
        y: at,
        fill: ({ part }: OverlapRow) => (part ? NEUTRAL_AREA : 'var(--neutral)'),
        insetTop: 24,
        insetBottom: 6,
      }),
      Plot.text(rows, {
        y: at,
        text: 'label',
        frameAnchor: 'left',
        textAnchor: 'start',
        dy: -10,
        fill: 'currentColor',
        fontSize: 12,
      }),
      Plot.text(rows, {
        x: 'rows',
        y: at,
        text: ({ rows: n }: OverlapRow) => count(n),
        textAnchor: 'start',
        dx: 6,
        dy: 9,
        fill: 'currentColor',
        fontSize: 12,
      }),
      Plot.ruleX([0]),
    ],
  }
}
