import * as Plot from '@observablehq/plot'
import type { GroupsSection } from '@warc2dataset/schemas'
import { useMemo } from 'preact/hooks'
import { DataTable, type Row } from '../../components/data-table.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent } from '../../components/rate.js'

type Occupation = NonNullable<GroupsSection['occupations']>[number]

/** Most in a chart; the table has all. */
const DRAWN = 30

interface OccupationsProps {
  readonly section: GroupsSection
}

/** Mentions of occupations with and without a gendered word. */
export function Occupations({ section: { occupations, withheld, minimum } }: OccupationsProps) {
  if (occupations === null || withheld !== null) {
    return (
      <section>
        <h3>Occupations and gendered words</h3>
        <p class="note">
          <strong>Not shown.</strong>{' '}
          {withheld ??
            'No text mentions an occupation of the lexicon often enough, or no lexicon of occupations was used.'}
        </p>
      </section>
    )
  }
  return (
    <section>
      <h3>Occupations and gendered words</h3>
      <p>
        Texts that mention an occupation, by the gendered words in the same text. A text with neither says
        nothing about who is in the picture: the writer may have taken somebody for the default. Below{' '}
        {count(minimum.rows)} texts nothing is split.
      </p>
      <DataTable
        caption="Mentions of occupations"
        columns={[
          { key: 'occupation', label: 'Occupation' },
          { key: 'mentions', label: 'Texts', numeric: true },
          { key: 'woman', label: 'Woman-words only', numeric: true },
          { key: 'man', label: 'Man-words only', numeric: true },
          { key: 'both', label: 'Both', numeric: true },
          { key: 'neither', label: 'Neither', numeric: true },
          { key: 'share', label: 'Share with neither', numeric: true },
        ]}
        rows={occupations.map((one) => occupationRow(one, minimum.rows))}
      />
      <OddsFigure occupations={occupations} />
    </section>
  )
}

function occupationRow({ label, mentions, woman, man, both, neither }: Occupation, minimum: number): Row {
  if (mentions < minimum || mentions === 0) {
    return { occupation: label, mentions: count(mentions), share: 'too few' }
  }
  return {
    occupation: label,
    mentions: count(mentions),
    woman: count(woman),
    man: count(man),
    both: count(both),
    neither: count(neither),
    share: percent(neither / mentions),
  }
}

function OddsFigure({ occupations }: { readonly occupations: readonly Occupation[] }) {
  const told = useMemo(
    () =>
      occupations
        .flatMap(({ label, log_odds: odds }) => (odds === null ? [] : [{ label, ...odds }]))
        .slice(0, DRAWN)
        .sort((a, b) => b.value - a.value),
    [occupations],
  )
  const options = useMemo(() => (width: number) => oddsChart(told, width), [told])
  if (told.length === 0) return null
  return (
    <Figure
      title="Odds of woman-words over man-words"
      caption="ln of the odds of a woman-word over a man-word beside the occupation, over the same odds in all other texts. At 0 the occupation is mentioned with both as often as other texts have them. Lines are 95 % intervals. An association of words in texts, not a fact about who works where."
      chart={<PlotChart options={options} label={`Log odds with intervals of ${told.length} occupations`} />}
      table={{
        columns: [
          { key: 'label', label: 'Occupation' },
          { key: 'value', label: 'ln odds ratio', numeric: true },
          { key: 'low', label: 'from', numeric: true },
          { key: 'high', label: 'to', numeric: true },
        ],
        rows: told.map(({ label, value, low, high }) => ({
          label,
          value: value.toFixed(2),
          low: low.toFixed(2),
          high: high.toFixed(2),
        })),
      }}
    />
  )
}

interface Odds {
  readonly label: string
  readonly value: number
  readonly low: number
  readonly high: number
}

function oddsChart(told: readonly Odds[], width: number): Plot.PlotOptions {
  return {
    height: 78 + told.length * 22,
    marginLeft: 110,
    marginTop: 48,
    x: {
      label: width < 480 ? '← man · ln odds ratio · woman →' : '← man-words · ln odds ratio · woman-words →',
      labelAnchor: 'center',
      axis: 'top',
      grid: true,
      nice: true,
      inset: 6,
      ticks: 5,
    },
    y: { label: null, domain: told.map(({ label }) => label), type: 'point' },
    marks: [
      Plot.ruleX([0]),
      Plot.ruleY(told, { y: 'label', x1: 'low', x2: 'high' }),
      Plot.dot(told, { y: 'label', x: 'value', r: 4, fill: 'currentColor' }),
    ],
  }
}
