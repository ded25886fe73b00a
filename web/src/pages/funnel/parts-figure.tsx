import type { FunnelSection } from '@warc2dataset/schemas'
import { count, percent, rateText } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { DotFigure } from '../figures/dot-figure.js'
import { PartCell } from '../figures/part-cell.js'
import { languageName, scriptName } from '../figures/part-name.js'
import { ratePoint } from '../figures/rate-figure.js'

type Cut = FunnelSection['by'][number]

const TITLES: Readonly<Record<Cut['axis'], string>> = {
  language: 'By language of the text',
  script: 'By script of the text',
  domain: 'By domain of the page',
  text_kind: 'By where the text comes from',
}

/** Name of a part; null stands for unknown ones and small ones joined. */
export function partName(axis: Cut['axis'], value: string | null): string {
  if (value === null) return axis === 'domain' ? 'all other domains' : 'not known, or too few'
  if (axis === 'language') return languageName(value)
  return axis === 'script' ? scriptName(value) : displayText(value).replaceAll('_', ' ')
}

/** How much of each part of the candidates was kept, beside all. */
export function PartsFigure({ by, funnel }: { readonly by: Cut; readonly funnel: FunnelSection }) {
  const { axis, parts } = by
  const all = funnel.rate.rate
  return (
    <DotFigure
      title={TITLES[axis]}
      caption={
        axis === 'domain'
          ? 'Pass rate: kept of candidates. A single site has no interval.'
          : 'Pass rate: kept of candidates, with the 95 % interval over domains.'
      }
      label={`Pass rates, ${TITLES[axis].toLowerCase()}.`}
      dots={{
        axis: 'Pass rate',
        joined: false,
        series: [{ label: 'Pass rate', shape: 'diamond' }],
        rows: parts.map(({ value, rate }) => ({ label: partName(axis, value), points: [ratePoint(rate)] })),
        reference: all === null ? null : { value: all, label: `all: ${percent(all)}` },
      }}
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
        rows: parts.map((part) => ({
          part: <PartCell name={partName(axis, part.value)} />,
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
