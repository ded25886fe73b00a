import type { SourcesSection } from '@warc2dataset/schemas'
import { useMemo } from 'preact/hooks'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent } from '../../components/rate.js'
import type { Sides } from '../figures/share-figure.js'
import { LineKey } from './line-key.js'
import { lorenzOptions } from './lorenz-options.js'
import { heldByLargest, lorenzPoints } from './lorenz-points.js'

interface LorenzFigureProps {
  readonly lorenz: SourcesSection['lorenz']
  readonly domains: SourcesSection['concentration'][number] | null
  readonly sides: Sides
}

/** How unevenly rows are spread over sites, before and after. */
export function LorenzFigure({ lorenz, domains, sides }: LorenzFigureProps) {
  const points = useMemo(() => lorenzPoints(lorenz.before, lorenz.after), [lorenz])
  const options = useMemo(() => (width: number) => lorenzOptions(points, sides, width), [points, sides])
  return (
    <Figure
      title="How evenly sites are heard"
      caption={
        <>
          A site is the registered domain of a page. Sites in order from the smallest; the height is the share
          of rows that they hold together. If all sites had as many rows, the curve would be the dotted
          diagonal; the further it hangs below, the fewer sites hold most rows. {tenth(lorenz, sides)}{' '}
          {numbers(domains, sides)}
        </>
      }
      chart={
        points.length > 0 ? (
          <PlotChart
            options={options}
            label="Lorenz curves: share of rows held by the smallest share of sites, beside the diagonal of equal sites."
          />
        ) : (
          <p class="quiet">No rows to draw.</p>
        )
      }
      table={{
        columns: [
          { key: 'domains', label: 'Smallest share of sites', numeric: true },
          ...(sides.same
            ? []
            : [{ key: 'before', label: `Share of ${sides.before} that they hold`, numeric: true }]),
          { key: 'after', label: `Share of ${sides.after} that they hold`, numeric: true },
        ],
        rows: points.map(({ domains: share, before, after }) => ({
          domains: percent(share),
          before: percent(before),
          after: percent(after),
        })),
      }}
    >
      {points.length > 0 && <LineKey items={linesOf(sides)} />}
    </Figure>
  )
}

function linesOf(sides: Sides) {
  const after = { label: sides.after, colour: 'var(--kept)', dash: 'none' }
  const equal = { label: 'all sites equal', colour: 'var(--neutral)', dash: '1.5 4' }
  if (sides.same) return [after, equal]
  return [{ label: sides.before, colour: 'var(--neutral)', dash: '7 4' }, after, equal]
}

function tenth({ before, after }: SourcesSection['lorenz'], sides: Sides): string {
  const kept = heldByLargest(after, 10)
  if (kept === null) return ''
  if (sides.same) return `The largest tenth of the sites holds ${percent(kept)} of the rows.`
  const all = heldByLargest(before, 10)
  return `The largest tenth of the sites holds ${percent(all)} of the ${sides.before} and ${percent(kept)} of the ${sides.after}.`
}

function numbers(domains: LorenzFigureProps['domains'], sides: Sides): string {
  if (domains === null) return ''
  const { before, after } = domains
  return sides.same
    ? `There are ${count(after.parts)} sites.`
    : `Each curve is of its own sites: ${count(before.parts)} with a candidate, ${count(after.parts)} with a kept row.`
}
