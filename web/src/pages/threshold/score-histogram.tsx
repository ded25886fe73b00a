import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'preact/hooks'
import { CUT_AREA, KEPT, NEUTRAL, NEUTRAL_AREA } from '../../components/chart-colours.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count } from '../../components/rate.js'
import { countFrom, edgeOf } from './bin-counts.js'
import { outline, tableBins } from './histogram-shapes.js'
import { edgeText, type LabView } from './lab-view.js'

const TABLE_ROWS = 60
/** Least width of a step of the outline, px. */
const STEP = 4

/** Rows by score: all scored ones, and those that only this threshold keeps out or lets in. */
export function ScoreHistogram({ section, range, bin }: LabView) {
  const options = useCallback(
    (width: number) => histogram({ section, range, bin }, width),
    [section, range, bin],
  )
  const table = useMemo(() => {
    const rows = tableBins(section, range.min, range.max, TABLE_ROWS)
    return {
      columns: [
        { key: 'from', label: 'Score from' },
        { key: 'to', label: 'to below', numeric: true },
        { key: 'scored', label: 'Scored', numeric: true },
        { key: 'eligible', label: 'Passed every other filter', numeric: true },
      ],
      rows: rows.map(({ low, high, scored, eligible }) => ({
        from: String(low + 0),
        to: String(high + 0),
        scored: count(scored),
        eligible: count(eligible),
      })),
    }
  }, [section, range])
  const label = `Histogram of ${section.score}. ${count(countFrom(section.eligible, bin))} rows that passed every other filter score ${edgeText(section, bin)} or more.`
  return (
    <Figure
      title="Rows by score"
      caption={
        <>
          The line is every row with a score. The areas are rows that every other filter let pass: those at or
          above the chosen threshold would be kept, the hatched ones below it would be cut.
          {section.knows_below ? '' : ' Nothing is known of rows in the dotted part.'}
        </>
      }
      chart={<PlotChart options={options} label={label} />}
      table={table}
    >
      <HistogramLegend knowsBelow={section.knows_below} />
    </Figure>
  )
}

function HistogramLegend({ knowsBelow }: { readonly knowsBelow: boolean }) {
  return (
    <ul class="legend" aria-label="Legend">
      <li>
        <span class="swatch swatch-kept" aria-hidden="true" /> kept at the chosen threshold
      </li>
      <li>
        <span class="swatch swatch-cut" aria-hidden="true" /> cut by it alone
      </li>
      <li>
        <span class="lab-line-swatch" aria-hidden="true" /> all scored rows
      </li>
      {!knowsBelow && (
        <li>
          <span class="swatch swatch-neutral" aria-hidden="true" /> not recorded
        </li>
      )}
    </ul>
  )
}

function histogram({ section, range, bin }: LabView, width: number): Plot.PlotOptions {
  const { min, max, start } = range
  const chosen = edgeOf(section, bin)
  const cut = edgeOf(section, start)
  const low = edgeOf(section, min)
  const high = edgeOf(section, max)
  const unknown = section.knows_below ? low : low - (high - low) / 2
  // A step narrower than this is a line of its own, and a hundred of them are no shape.
  const joined = {
    bins: Math.max(1, Math.ceil(((max - min) * STEP) / Math.max(1, width - 56))),
    anchor: start,
  }
  // Two labels at one place would be unreadable: the chosen one hangs lower.
  const marks: Plot.Markish[] = [
    Plot.areaY(outline(section, section.eligible, min, bin, joined), {
      x: 'x',
      y: 'y',
      curve: 'step-after',
      fill: CUT_AREA,
    }),
    Plot.areaY(outline(section, section.eligible, bin, max, joined), {
      x: 'x',
      y: 'y',
      curve: 'step-after',
      fill: KEPT,
    }),
    Plot.lineY(outline(section, section.scored, min, max, joined), {
      x: 'x',
      y: 'y',
      curve: 'step-after',
      stroke: NEUTRAL,
    }),
    Plot.ruleY([0]),
    Plot.ruleX([cut], { stroke: 'currentColor', strokeDasharray: '5,3' }),
    Plot.ruleX([chosen], { stroke: 'currentColor', strokeWidth: 2 }),
    Plot.text([cut], {
      x: (x: number) => x,
      frameAnchor: 'top',
      dy: -22,
      text: () => (section.cut === null ? `lowest ${cut}` : `cut ${cut}`),
    }),
    Plot.text([chosen], {
      x: (x: number) => x,
      frameAnchor: 'top',
      dy: -8,
      fontWeight: 'bold',
      text: () => `chosen ${chosen}`,
    }),
  ]
  if (!section.knows_below) {
    marks.unshift(
      Plot.rectX([0], { x1: () => unknown, x2: () => low, fill: NEUTRAL_AREA }),
      Plot.text([unknown], {
        x: () => (unknown + low) / 2,
        frameAnchor: 'middle',
        text: () => 'not recorded',
        stroke: 'var(--paper)',
        fill: 'currentColor',
        strokeWidth: 6,
      }),
    )
  }
  return {
    height: width < 480 ? 240 : 300,
    marginTop: 34,
    marginBottom: 42,
    marginLeft: 56,
    x: { label: section.score, domain: [unknown, high] },
    y: {
      label: `rows, by ${Number((joined.bins * section.width).toPrecision(6))} of score`,
      nice: true,
      tickFormat: '~s',
      ticks: 5,
    },
    marks,
  }
}
