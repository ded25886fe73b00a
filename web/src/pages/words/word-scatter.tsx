import * as Plot from '@observablehq/plot'
import type { WordsSection } from '@warc2dataset/schemas'
import { useCallback } from 'preact/hooks'
import { CUT, KEPT } from '../../components/chart-colours.js'
import { CrawlText } from '../../components/crawl-text.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count } from '../../components/rate.js'
import { displayText, shorten } from '../../data/display-text.js'
import { pickLabels } from './pick-labels.js'
import { type WordRow, wordEnds } from './word-ends.js'

type Contrast = WordsSection['contrasts'][number]

/** Words of each side that ask for a label. */
const ASKED = 40
const MARGIN = { top: 24, bottom: 40, left: 48, right: 16 }

/** Words by how many sites use them and how strongly they mark a side. */
export function WordScatter({ contrast }: { readonly contrast: Contrast }) {
  const options = useCallback((width: number) => scatter(contrast, width), [contrast])
  const { first, second } = wordEnds(contrast)
  return (
    <Figure
      title={`${contrast.first} against ${contrast.second}`}
      caption={
        <>
          Each point is a word: to the right more sites use it, upwards it marks {contrast.first} (filled
          circles), downwards {contrast.second} (hollow triangles). Only the ends of the order are drawn, so
          the middle is empty; labels are left out where they would overlap.
        </>
      }
      chart={
        <PlotChart
          options={options}
          label={`Scatter of ${first.length} words that mark ${contrast.first} and ${second.length} that mark ${contrast.second}`}
        />
      }
      table={{
        columns: [
          { key: 'word', label: 'Word' },
          { key: 'z', label: 'z', numeric: true },
          { key: 'odds', label: 'ln odds ratio', numeric: true },
          { key: 'first', label: `Sites, ${contrast.first}`, numeric: true },
          { key: 'second', label: `Sites, ${contrast.second}`, numeric: true },
        ],
        rows: [...first, ...[...second].reverse()].map((row) => ({
          word: <CrawlText text={row.word} shown={60} />,
          z: signed(row.z, 1),
          odds: signed(row.log_odds, 2),
          first: count(row.first_domains),
          second: count(row.second_domains),
        })),
      }}
    />
  )
}

/** With a sign that is a sign. */
export function signed(x: number, digits: number): string {
  const text = Math.abs(x).toFixed(digits)
  return x < 0 ? `−${text}` : `+${text}`
}

const sites = (row: WordRow) => Math.max(1, row.first_domains + row.second_domains)

function scatter(contrast: Contrast, width: number): Plot.PlotOptions {
  const height = width < 480 ? 420 : 520
  const { first, second } = wordEnds(contrast)
  const all = [...first, ...second]
  const xs = all.map(sites)
  const zs = all.map(({ z }) => z)
  const x: readonly [number, number] = [Math.max(1, Math.min(...xs, 5) * 0.9), Math.max(...xs, 10) * 1.15]
  const far = Math.max(2, ...zs.map(Math.abs)) * 1.08
  const px = (value: number) =>
    MARGIN.left +
    ((Math.log(value) - Math.log(x[0])) / (Math.log(x[1]) - Math.log(x[0]))) *
      (width - MARGIN.left - MARGIN.right)
  const py = (z: number) => MARGIN.top + ((far - z) / (2 * far)) * (height - MARGIN.top - MARGIN.bottom)
  const asked = [...first.slice(0, ASKED), ...second.slice(0, ASKED)].sort(
    (a, b) => Math.abs(b.z) - Math.abs(a.z),
  )
  const texts = asked.map(({ word }) => shorten(displayText(word), 24) ?? displayText(word))
  const placed = pickLabels(
    asked.map((row, at) => ({ x: px(sites(row)), y: py(row.z), text: texts[at] ?? '' })),
    MARGIN.left,
    width - 2,
    all.map((row) => ({ x: px(sites(row)), y: py(row.z) })),
  )
  const label = (side: 'left' | 'right') => {
    const rows = placed.filter((one) => one.side === side).map(({ at }) => at)
    return Plot.text(rows, {
      x: (at: number) => sites(asked[at] ?? ({ first_domains: 1, second_domains: 0 } as WordRow)),
      y: (at: number) => asked[at]?.z ?? 0,
      text: (at: number) => texts[at] ?? '',
      dx: side === 'right' ? 6 : -6,
      textAnchor: side === 'right' ? 'start' : 'end',
    })
  }
  return {
    height,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    x: { type: 'log', domain: [...x], label: 'sites that use the word', tickFormat: '~s', ticks: 5 },
    y: { domain: [-far, far], label: 'z', grid: true, ticks: 7 },
    marks: [
      Plot.ruleY([0]),
      Plot.dot(first, { x: sites, y: 'z', r: 3, fill: KEPT }),
      Plot.dot(second, { x: sites, y: 'z', r: 3.5, symbol: 'triangle', stroke: CUT }),
      label('right'),
      label('left'),
    ],
  }
}
