import type { FunnelSection } from '@warc2dataset/schemas'
import { DataTable, type Row } from '../../components/data-table.js'
import { count, percent } from '../../components/rate.js'

type References = NonNullable<FunnelSection['references']>

/** What became of every `<img>` before there was a candidate. */
export function ReferencesTable({ references }: { readonly references: References }) {
  const row = (kind: string, about: string, n: number): Row => ({
    kind: (
      <span class="step-measure">
        {kind.replaceAll('_', ' ')} <span class="quiet">{about}</span>
      </span>
    ),
    n: count(n),
    share: percent(references.total === 0 ? null : n / references.total),
  })
  return (
    <section>
      <h3>Pictures that never were candidates</h3>
      <p>
        A picture without a text cannot become a pair. An empty alt is the right one for decoration, so this
        is not a list of faults.
      </p>
      <DataTable
        caption="Every picture reference by what became of it"
        columns={[
          { key: 'kind', label: 'Kind' },
          { key: 'n', label: 'References', numeric: true },
          { key: 'share', label: 'Share', numeric: true },
        ]}
        rows={[
          row('became a candidate', 'A picture with a text.', references.candidates),
          ...references.without.map(({ kind, about, n }) => row(kind, about, n)),
          row('all', 'The sum.', references.total),
        ]}
      />
    </section>
  )
}
