import type { FunnelSection } from '@warc2dataset/schemas'
import { DataTable } from '../../components/data-table.js'
import { count, percent } from '../../components/rate.js'

type References = NonNullable<FunnelSection['references']>

/** What became of every `<img>` before there was a candidate. */
export function ReferencesTable({ references }: { readonly references: References }) {
  const share = (n: number) => percent(references.total === 0 ? null : n / references.total)
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
          { key: 'about', label: 'What it is' },
        ]}
        rows={[
          {
            kind: 'became a candidate',
            n: count(references.candidates),
            share: share(references.candidates),
            about: 'A picture with a text.',
          },
          ...references.without.map(({ kind, about, n }) => ({ kind, n: count(n), share: share(n), about })),
          { kind: 'all', n: count(references.total), share: share(references.total), about: 'The sum.' },
        ]}
      />
    </section>
  )
}
