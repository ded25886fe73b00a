import * as Plot from '@observablehq/plot'
import type { GroupsSection, NotAvailable } from '@warc2dataset/schemas'
import { useCallback, useMemo, useState } from 'preact/hooks'
import { NEUTRAL } from '../../components/chart-colours.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { ratio } from '../../components/rate.js'
import { countFrom, edgeOf } from './bin-counts.js'
import { type CurvePoint, groupCurve, spreadLabels } from './group-curves.js'
import { drawnGroups, type GroupRules, partName } from './group-rules.js'
import { edgeText, type LabView } from './lab-view.js'

/** More lines than this cannot be told apart. */
const LINES = 7
const DASHES = ['none', '6,3', '2,3', '10,3,2,3', '4,4', '12,4', '1,5']
const TABLE_ROWS = 16
const TICKS = [0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 10]

interface Line {
  readonly label: string
  readonly dash: string
  readonly points: readonly CurvePoint[]
}

interface GroupLinesProps extends LabView {
  readonly rules: GroupRules
  readonly groups: GroupsSection | NotAvailable
}

/** How the share of groups among the kept moves with the threshold. */
export function GroupLines({ section, range, bin, rules, groups }: GroupLinesProps) {
  const drawn = useMemo(() => drawnGroups(section, rules, range.min), [section, rules, range])
  const axisOf = useMemo(
    () => new Map('not_available' in groups ? [] : groups.groups.map(({ id, axis }) => [id, axis])),
    [groups],
  )
  // The axis with the most lines first: one line shows little.
  const size = (name: string) => drawn.filter(({ id }) => (axisOf.get(id) ?? 'other') === name).length
  const axes = [...new Set(drawn.map(({ id }) => axisOf.get(id) ?? 'other'))].sort(
    (a, b) => size(b) - size(a),
  )
  const [wanted, setWanted] = useState<string | null>(null)
  const axis = axes.find((name) => name === wanted) ?? axes[0]
  const lines = useMemo(
    () =>
      drawn
        .filter(({ id }) => (axisOf.get(id) ?? 'other') === axis)
        .sort((a, b) => countFrom(b.bins, range.min) - countFrom(a.bins, range.min))
        .slice(0, LINES)
        .map((part, at) => ({
          label: partName(part, groups),
          dash: DASHES[at] ?? 'none',
          points: groupCurve(section, part, range, rules.isPeople(part.id) ? rules.minimum : 1),
        })),
    [drawn, axisOf, axis, section, range, rules, groups],
  )
  const options = useCallback(
    (width: number) => lineChart(lines, { section, range, bin }, width),
    [lines, section, range, bin],
  )
  if (axis === undefined) return null
  return (
    <Figure
      title="Groups along the thresholds"
      caption={
        <>
          Share of a group among the rows kept at a threshold, over its share among all eligible rows
          {section.knows_below ? '' : ' that are here'}. At 1 the threshold keeps of the group what it keeps
          of all rows. A line ends where fewer rows than the minimum are left. No interval is drawn: bins do
          not say which rows share a site. For intervals see “Who is in, who is out”.{' '}
          {lines.length > 1 && `Shown are the ${lines.length} largest groups of the axis.`}
        </>
      }
      chart={
        <PlotChart
          options={options}
          label={`Lines of ${lines.length} groups of ${axis} over the threshold of ${section.score}`}
        />
      }
      table={lineTable(lines, { section, range, bin })}
    >
      {axes.length > 1 && (
        <label class="control">
          Groups of{' '}
          <select value={axis} onChange={(event) => setWanted(event.currentTarget.value)}>
            {axes.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </Figure>
  )
}

function lineChart(
  lines: readonly Line[],
  { section, range, bin }: LabView,
  width: number,
): Plot.PlotOptions {
  const narrow = width < 480
  const height = narrow ? 260 : 320
  const values = lines.flatMap(({ points }) => points.map(({ amplification }) => amplification))
  const low = Math.min(0.8, ...values)
  const high = Math.max(1.25, ...values)
  const top = 20
  const bottom = 42
  const place = (value: number) =>
    top + ((Math.log(high) - Math.log(value)) / (Math.log(high) - Math.log(low))) * (height - top - bottom)
  const ends = lines.flatMap(({ label, points }) => {
    const last = points[points.length - 1]
    return last === undefined ? [] : [{ label, ...last }]
  })
  const places = spreadLabels(
    ends.map(({ amplification }) => place(amplification)),
    14,
  )
  return {
    height,
    marginTop: top,
    marginBottom: bottom,
    marginRight: narrow ? 96 : 150,
    x: { label: section.score, domain: [edgeOf(section, range.min), edgeOf(section, range.max)] },
    y: {
      type: 'log',
      label: 'share over share of all',
      domain: [low, high],
      grid: true,
      ticks: TICKS.filter((tick) => tick >= low && tick <= high),
      tickFormat: String,
    },
    marks: [
      Plot.ruleY([1], { stroke: NEUTRAL }),
      Plot.ruleX([edgeOf(section, range.start)], { strokeDasharray: '5,3' }),
      Plot.ruleX([edgeOf(section, bin)], { strokeWidth: 2 }),
      ...lines.map(({ points, dash }) =>
        Plot.lineY(points, {
          x: 'threshold',
          y: 'amplification',
          strokeDasharray: dash,
          stroke: 'currentColor',
        }),
      ),
      ...ends.map(({ label, threshold, amplification }, at) =>
        Plot.text([label], {
          x: () => threshold,
          y: () => amplification,
          dy: (places[at] ?? 0) - place(amplification),
          dx: 6,
          textAnchor: 'start',
          text: () => label,
          clip: false,
        }),
      ),
    ],
  }
}

function lineTable(lines: readonly Line[], { section, range }: LabView) {
  const step = Math.max(1, Math.ceil((range.max - range.min) / TABLE_ROWS))
  const bins: number[] = []
  for (let at = range.min; at < range.max; at += step) bins.push(at)
  if (!bins.includes(range.start)) bins.push(range.start)
  bins.sort((a, b) => a - b)
  return {
    columns: [
      { key: 'threshold', label: 'Threshold' },
      ...lines.map(({ label }, at) => ({ key: `g${at}`, label, numeric: true })),
    ],
    rows: bins.map((at) => ({
      threshold: edgeText(section, at),
      ...Object.fromEntries(
        lines.map(({ points }, i) => [
          `g${i}`,
          ratio(points.find((point) => point.bin === at)?.amplification ?? null),
        ]),
      ),
    })),
  }
}
