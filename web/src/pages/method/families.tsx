import type { GroupsSection, Inspection, Step } from '@warc2dataset/schemas'
import { DataTable } from '../../components/data-table.js'
import { count, ratio } from '../../components/rate.js'
import { isAvailable } from '../../data/available.js'
import { stepName } from '../funnel/step-name.js'

/** What is too few, what is indifferent, and the tests that were made together. */
export function Families({ inspection }: { readonly inspection: Inspection }) {
  const { groups, funnel } = inspection
  if (!isAvailable(groups)) return null
  const steps = isAvailable(funnel) ? funnel.steps : []
  const { minimum, zone, alpha, domains, clusters, families } = groups
  return (
    <section>
      <h3>Minimum counts and families of tests</h3>
      <ul>
        <li>
          A group needs {count(minimum.rows)} rows and {count(minimum.expected)} expected on either side of a
          cut. Below that no ratio is shown, and the row says “too few”.
        </li>
        <li>
          Ratios within {ratio(zone[0])} and {ratio(zone[1])} count as indifferent. A finding is flagged only
          if its q is below {alpha} and its whole adjusted interval lies outside.
        </li>
        <li>
          Intervals are over {count(clusters)} clusters of {count(domains)} registered domains.
        </li>
        {groups.withheld !== null && <li>Nothing about people is told: {groups.withheld}</li>}
      </ul>
      <FamilyTable families={families} steps={steps} />
    </section>
  )
}

interface FamilyTableProps {
  readonly families: GroupsSection['families']
  readonly steps: readonly Step[]
}

/** One row for each step, one column for each axis: a cell is a family, and the number of its tests. */
function FamilyTable({ families, steps }: FamilyTableProps) {
  const axes = [...new Set(families.map(({ axis }) => axis))]
  const ids = [...new Set(families.map(({ step }) => step))]
  return (
    <DataTable
      caption="Families: each cell is one, with the number of its tests; a q is about the tests of its cell"
      columns={[
        { key: 'step', label: 'Step' },
        ...axes.map((axis, at) => ({ key: `axis-${at}`, label: axis, numeric: true })),
      ]}
      rows={ids.map((id) => ({
        step: nameOf(id, steps),
        ...Object.fromEntries(
          axes.map((axis, at) => [
            `axis-${at}`,
            count(families.find((family) => family.axis === axis && family.step === id)?.tests ?? null),
          ]),
        ),
      }))}
    />
  )
}

function nameOf(id: string, steps: readonly Step[]): string {
  if (id === 'all') return 'any reason'
  const step = steps.find((one) => one.id === id)
  return step === undefined ? id : stepName(step)
}
