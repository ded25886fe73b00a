import * as Plot from '@observablehq/plot'
import type { WordsSection } from '@warc2dataset/schemas'
import { useCallback } from 'preact/hooks'
import { CUT, KEPT } from '../../components/chart-colours.js'
import { CrawlText } from '../../components/crawl-text.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count } from '../../components/rate.js'
import { displayText, shorten } from '../../data/display-text.js'
import { compact } from '../figures/axis-number.js'
import { pickLabels } from './pick-labels.js'
import { type WordRow, wordEnds } from './word-ends.js'

type Contrast = WordsSection['contrasts'][number]

/** Words of each side that ask for a label. */
const ASKED = 40
const MARGIN = { top: 24, bottom: 40, left: 48, right: 24 }

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
          z: signed(row.z, 2),
          odds: signed(row.log_odds, 2),
          first: count(row.first_domains),
          second: count(row.second_domains),
        })),
      }}
    />
  )
}

/** Room around the points on a logarithmic axis; at least a doubling, so that few counts are not drawn as far apart. */
export function endsOf(counts: readonly number[]): readonly [number, number] {
  const low = Math.min(...counts)
  const high = Math.max(...counts)
  const middle = Math.sqrt(low * high)
  return [Math.min(low * 0.94, middle / Math.SQRT2), Math.max(high * 1.06, middle * Math.SQRT2)]
}

/** With a sign that is a sign. */
export function signed(x: number, digits: number): string {
  const text = Math.abs(x).toFixed(digits)
  return x < 0 ? `−${text}` : `+${text}`
}

/** Round counts within both ends, evenly spread over the logarithm, at most `most`. */
export function ticksWithin([low, high]: readonly [number, number], most: number): number[] {
  const round = [1, 1.5, 2, 3, 5, 7]
  const all: number[] = []
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
    for (const step of round) {
      const value = step * power
      if (value >= low && value <= high && Number.isInteger(value)) all.push(value)
    }
  const every = Math.max(1, Math.ceil(all.length / most))
  return all.filter((_, at) => at % every === 0)
}

const sites = (row: WordRow) => Math.max(1, row.first_domains + row.second_domains)

function scatter(contrast: Contrast, width: number): Plot.PlotOptions {
  const height = width < 480 ? 420 : 520
  const { first, second } = wordEnds(contrast)
  const all = [...first, ...second]
  const xs = all.map(sites)
  const zs = all.map(({ z }) => z)
  const x: readonly [number, number] = endsOf(xs)
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
    x: {
      type: 'log',
      domain: [...x],
      label: 'sites that use the word',
      tickFormat: (value: number) => compact(value),
      ticks: ticksWithin(x, width < 480 ? 4 : 7),
    },
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
