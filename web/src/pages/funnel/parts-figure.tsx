import { dot, link, ruleX, text } from '@observablehq/plot'
import type { FunnelSection } from '@warc2dataset/schemas'
import { useCallback } from 'preact/hooks'
import { KEPT, NEUTRAL } from '../../components/chart-colours.js'
import { CrawlText } from '../../components/crawl-text.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent, rateText } from '../../components/rate.js'
import { displayText, shorten } from '../../data/display-text.js'
import { languageName, scriptName } from '../figures/part-name.js'

type Cut = FunnelSection['by'][number]
type Part = Cut['parts'][number]

const TITLES: Readonly<Record<Cut['axis'], string>> = {
  language: 'By language of the text',
  script: 'By script of the text',
  domain: 'By domain of the page',
  text_kind: 'By where the text comes from',
}
const DRAWN = 20
const ROW = 38

/** Name of a part; null stands for unknown ones and small ones joined. */
export function partName(axis: Cut['axis'], value: string | null): string {
  if (value === null) return axis === 'domain' ? 'all other domains' : 'not known, or below the minimum'
  if (axis === 'language') return languageName(value)
  return axis === 'script' ? scriptName(value) : displayText(value)
}

/** How much of each part of the candidates was kept, beside all. */
export function PartsFigure({ by, funnel }: { readonly by: Cut; readonly funnel: FunnelSection }) {
  const drawn = by.parts.slice(0, DRAWN)
  const options = useCallback(() => rateChart(by.axis, drawn, funnel.rate.rate), [by, funnel])
  return (
    <Figure
      title={TITLES[by.axis]}
      caption={
        <>
          Pass rate: kept of candidates, with the 95 % interval over domains. The vertical line is the rate of
          all, {percent(funnel.rate.rate)}. {by.parts.length > DRAWN && 'The table holds the other parts.'}
        </>
      }
      chart={
        <PlotChart options={options} label={`Pass rates with intervals, ${TITLES[by.axis].toLowerCase()}.`} />
      }
      table={{
        columns: [
          { key: 'part', label: 'Part' },
          { key: 'candidates', label: 'Candidates', numeric: true },
          ...funnel.phases.map(({ phase }) => ({
            key: `at-${phase}`,
            label: `Entered ${phase}`,
            numeric: true,
          })),
          { key: 'kept', label: 'Kept', numeric: true },
          { key: 'rate', label: 'Pass rate', numeric: true },
        ],
        rows: by.parts.map((part) => ({
          part: <CrawlText text={partName(by.axis, part.value)} />,
          candidates: count(part.candidates),
          ...Object.fromEntries(
            funnel.phases.map(({ phase }, at) => [`at-${phase}`, count(part.entered[at] ?? null)]),
          ),
          kept: count(part.kept),
          rate: rateText(part.rate),
        })),
      }}
    />
  )
}

function rateChart(axis: Cut['axis'], parts: readonly Part[], all: number | null) {
  const rows = parts.map(({ value, rate, candidates }, at) => {
    const name = partName(axis, value)
    return {
      id: String(at),
      label: `${shorten(name, 32) ?? name} (${count(candidates)})`,
      rate: rate.rate,
      low: rate.low,
      high: rate.high,
    }
  })
  const highest = Math.max(all ?? 0, ...rows.map(({ rate, high }) => high ?? rate ?? 0), 0.01)
  return {
    height: rows.length * ROW + 40,
    marginLeft: 8,
    marginRight: 12,
    marginTop: 0,
    marginBottom: 36,
    x: { domain: [0, highest], percent: false, grid: true, label: 'pass rate', tickFormat: '~%', ticks: 5 },
    y: {
      type: 'band' as const,
      domain: rows.map(({ id }) => id),
      axis: null,
    },
    marks: [
      ruleX(all === null ? [] : [all], { stroke: NEUTRAL, strokeDasharray: '4 3' }),
      text(rows, {
        y: 'id',
        text: 'label',
        frameAnchor: 'left',
        textAnchor: 'start',
        dy: -9,
        fontSize: 13,
        fill: 'currentColor',
        stroke: 'var(--paper)',
        strokeWidth: 4,
      }),
      link(
        rows.filter(({ low, high }) => low !== null && high !== null),
        { x1: 'low', x2: 'high', y: 'id', stroke: KEPT, strokeWidth: 2, dy: 9 },
      ),
      dot(
        rows.filter(({ rate }) => rate !== null),
        { x: 'rate', y: 'id', r: 5, fill: KEPT, dy: 9 },
      ),
    ],
  }
}
