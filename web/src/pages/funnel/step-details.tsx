import type { Exhibits, FunnelSection, Step } from '@warc2dataset/schemas'
import { CopyBlock } from '../../components/copy-block.js'
import { DataTable } from '../../components/data-table.js'
import { count, percent } from '../../components/rate.js'
import { phaseName, stepName } from './step-name.js'
import { StepNumbers } from './step-numbers.js'
import { Walls } from './walls.js'

interface StepListProps {
  readonly funnel: FunnelSection
  readonly exhibits: Exhibits
}

/** Every step in the order of the way, each opening its reasons, numbers, query and rows; then the kept. */
export function StepList({ funnel, exhibits }: StepListProps) {
  return (
    <section>
      <h3>Each step, and the rows that left there</h3>
      <p>
        Open a step to see why, how often, and up to 24 rows drawn by a hash; where there is a cut, the
        closest calls too.
      </p>
      {funnel.phases.map(({ phase, in: entered }) => {
        const steps = funnel.steps.filter((step) => step.phase === phase)
        if (steps.length === 0) return null
        return (
          <section key={phase}>
            <h4>
              <code>{phase}</code> {phaseName(phase)}
            </h4>
            {steps.map((step) => (
              <StepDetails key={step.id} step={step} entered={entered} exhibits={exhibits} />
            ))}
          </section>
        )
      })}
      <h4>In the dataset</h4>
      <details class="step">
        <summary>
          <span class="step-name">Kept</span>
          <span class="step-count">
            {count(funnel.kept)} · {percent(funnel.rate.rate)} of candidates
          </span>
        </summary>
        <Walls walls={exhibits.walls.kept} pictures={exhibits.pictures} what="kept" />
      </details>
    </section>
  )
}

interface StepDetailsProps {
  readonly step: Step
  /** Candidates that entered its phase. */
  readonly entered: number
  readonly exhibits: Exhibits
}

function StepDetails({ step, entered, exhibits }: StepDetailsProps) {
  return (
    <details class="step">
      <summary>
        <span class="step-name">
          {stepName(step)}
          {step.outcome === 'failed' && <span class="step-kind"> accident</span>}
        </span>
        <span class="step-count">
          {count(step.left)} · {percent(entered === 0 ? null : step.left / entered)} of {count(entered)}
        </span>
      </summary>
      <DataTable
        caption={`Reasons in the ledger: ${stepName(step)}`}
        columns={[
          { key: 'reason', label: 'Reason' },
          { key: 'left', label: 'Left', numeric: true },
        ]}
        rows={step.reasons.map(({ reason, about, left }) => ({
          reason: (
            <span class="step-measure">
              <code>{reason}</code> <span class="quiet">{about}</span>
            </span>
          ),
          left: count(left),
        }))}
      />
      <StepNumbers step={step} />
      <p>
        <strong>The query that gives all of them</strong> (DuckDB, in the folder of the run)
      </p>
      <CopyBlock text={step.query} label={`Query for ${stepName(step)}`} />
      <Walls walls={exhibits.walls[step.id]} pictures={exhibits.pictures} what="that left here" />
    </details>
  )
}
