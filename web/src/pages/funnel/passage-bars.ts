import type { FunnelSection } from '@warc2dataset/schemas'
import type { Bar } from '../../components/bar-list.js'
import { CUT_AREA, KEPT, NEUTRAL, NEUTRAL_AREA } from '../../components/chart-colours.js'
import { percent } from '../../components/rate.js'
import { phaseName, stepName } from './step-name.js'

/** Bars from every picture reference to the dataset: what went on, then what left at each step. */
export function passageBars(funnel: FunnelSection): readonly Bar[] {
  const { references, phases, steps } = funnel
  const first: Bar[] =
    references === null
      ? []
      : [
          {
            id: 'references',
            label: 'Picture references',
            segments: [
              { value: references.candidates, fill: KEPT },
              ...references.without.map(({ n }) => ({ value: n, fill: NEUTRAL_AREA })),
            ],
          },
        ]
  const passages = phases.map(({ phase, in: entered, out }): Bar => {
    const left = steps.filter((step) => step.phase === phase && step.left > 0)
    const named = left.reduce((sum, step) => sum + step.left, 0)
    // Every loss has a step; a rest would show a report that does not add up.
    const rest = entered - out - named
    return {
      id: phase,
      label: `${phase}: ${phaseName(phase)}`,
      segments: [
        { value: out, fill: KEPT },
        ...left.map((step) => ({ value: step.left, fill: CUT_AREA })),
        ...(rest > 0 ? [{ value: rest, fill: NEUTRAL }] : []),
      ],
    }
  })
  const last: Bar = { id: 'dataset', label: 'In the dataset', segments: [{ value: funnel.kept, fill: KEPT }] }
  return [...first, ...passages, last]
}

/** Rows of the table twin: one per loss and one per passage. */
export function passageRows({ references, phases, steps, kept, candidates }: FunnelSection) {
  const before =
    references === null
      ? []
      : [
          { where: 'picture references', what: 'all', n: references.total, share: null },
          ...references.without.map(({ kind, about, n }) => ({
            where: 'picture references',
            what: `no candidate: ${kind} (${about})`,
            n,
            share: references.total === 0 ? null : n / references.total,
          })),
        ]
  const passages = phases.flatMap(({ phase, in: entered, out }) => [
    { where: phase, what: 'entered', n: entered, share: null },
    ...steps
      .filter((step) => step.phase === phase)
      .map((step) => ({
        where: phase,
        what: `left: ${stepName(step)}`,
        n: step.left,
        share: entered === 0 ? null : step.left / entered,
      })),
    { where: phase, what: 'went on', n: out, share: entered === 0 ? null : out / entered },
  ])
  const end = { where: 'dataset', what: 'kept', n: kept, share: candidates === 0 ? null : kept / candidates }
  return [...before, ...passages, end].map(({ share, ...row }) => ({ ...row, share: percent(share) }))
}
