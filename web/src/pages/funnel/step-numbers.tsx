import type { Step } from '@warc2dataset/schemas'
import { DataTable, type Row } from '../../components/data-table.js'
import { count, rateText } from '../../components/rate.js'
import { stepName } from './step-name.js'

/** The numbers of a step, what each means, and the shadow sample beside them. */
export function StepNumbers({ step }: { readonly step: Step }) {
  const { shadow } = step
  return (
    <>
      <DataTable
        caption={`The numbers of this step: ${stepName(step)}`}
        columns={[
          { key: 'measure', label: 'Number' },
          { key: 'all', label: 'All candidates', numeric: true },
          { key: 'shadow', label: 'Shadow sample', numeric: true },
        ]}
        rows={withAbout([
          {
            measure: 'Left',
            all: count(step.left),
            about: 'Candidates whose ledger row names this step as why they are not in the dataset.',
          },
          {
            measure: 'Saw',
            all: count(step.saw),
            shadow: shadow && count(shadow.saw),
            about:
              step.filter === null
                ? 'Candidates that entered the phase of this accident.'
                : 'Candidates that this filter judged.',
          },
          {
            measure: 'Cut',
            all: count(step.cut),
            shadow: shadow && count(shadow.cut),
            about:
              'Of those seen: the ones that failed here. It may exceed “left”, as filters of one phase judge each on its own.',
          },
          {
            measure: 'Only here',
            all: count(step.only),
            shadow: shadow && count(shadow.only),
            about: 'Of those cut: the ones that every other filter which saw them let pass.',
          },
          {
            measure: 'Exclusion rate',
            all: rateText(step.rate),
            shadow: shadow && rateText(shadow.rate),
            about: 'Cut of seen, with the 95 % interval over domains.',
          },
        ])}
      />
      <p class="quiet">
        {shadow === null
          ? 'No shadow sample: what this step would have cut of the rows that left before it is not known.'
          : 'No earlier filter of cost or quality thinned out the shadow sample, so its rate tells of this step on its own.'}
      </p>
    </>
  )
}

interface NumberRow {
  readonly measure: string
  readonly about: string
  readonly all: string
  readonly shadow?: string | null
}

/** What a number counts stands under its name: a column of its own has no room on a narrow screen. */
function withAbout(rows: readonly NumberRow[]): readonly Row[] {
  return rows.map(({ measure, about, all, shadow }) => ({
    measure: (
      <span class="step-measure">
        {measure} <span class="quiet">{about}</span>
      </span>
    ),
    all,
    shadow: shadow ?? null,
  }))
}
