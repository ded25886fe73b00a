import type { Concentration, SourcesSection } from '@warc2dataset/schemas'
import { count, percent, ratio } from '../../components/rate.js'
import { MissingSection } from '../figures/missing-section.js'
import { Roomy } from '../figures/roomy.js'
import type { Sides } from '../figures/share-figure.js'
import { TableSection } from '../figures/table-section.js'

interface ConcentrationTableProps {
  readonly concentration: SourcesSection['concentration']
  readonly sides: Sides
}

const AXES = { domain: 'Sites', tld: 'Top-level domains', language: 'Languages' } as const

interface Measure {
  readonly name: string
  readonly of: (side: Concentration) => string
}

const MEASURES: readonly Measure[] = [
  { name: 'Rows', of: ({ rows }) => count(rows) },
  { name: 'How many there are', of: ({ parts }) => count(parts) },
  { name: 'Effective number', of: ({ effective }) => ratio(effective) },
  { name: 'Gini', of: ({ gini }) => digits(gini) },
  { name: 'HHI', of: ({ hhi }) => digits(hhi) },
  { name: 'Share of the largest', of: ({ top1 }) => percent(top1) },
  { name: 'Share of the largest 10', of: ({ top10 }) => percent(top10) },
  { name: 'Share of the largest 100', of: ({ top100 }) => percent(top100) },
]

/** Gini, HHI, top shares and effective number of sites, top-level domains and languages. */
export function ConcentrationTable({ concentration, sides }: ConcentrationTableProps) {
  if (concentration.length === 0)
    return <MissingSection title="Concentration" why="No row has a site, a top-level domain or a language." />
  const arrow = sides.same ? '' : ', before → after'
  return (
    <TableSection
      title="Concentration"
      about={
        <>
          Effective number: how many equal ones would be as varied (exp of the entropy). Gini: 0 where all are
          equal, towards 1 where one holds everything. HHI: the sum of the squared shares, 1 where one holds
          everything.{' '}
          {!sides.same &&
            'Gini and the number of sites depend on the number of rows, and fewer rows are left after the filters: part of a change may come from that alone.'}
        </>
      }
      table={{
        columns: [
          { key: 'measure', label: 'Measure' },
          ...concentration.map(({ axis }) => ({ key: axis, label: `${AXES[axis]}${arrow}`, numeric: true })),
        ],
        rows: MEASURES.map(({ name, of }) => ({
          measure: <Roomy least={10}>{name}</Roomy>,
          ...Object.fromEntries(
            concentration.map(({ axis, before, after }) => [
              axis,
              sides.same ? of(after) : `${of(before)} → ${of(after)}`,
            ]),
          ),
        })),
      }}
    />
  )
}

function digits(value: number | null): string {
  if (value === null) return '–'
  return value !== 0 && value < 0.001 ? value.toExponential(1) : value.toFixed(3)
}
