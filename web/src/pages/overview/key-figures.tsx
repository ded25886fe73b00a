import type { Inspection } from '@warc2dataset/schemas'
import { count, percent } from '../../components/rate.js'
import { isAvailable } from '../../data/available.js'

/** The few numbers that the rest is about. */
export function KeyFigures({ inspection }: { readonly inspection: Inspection }) {
  const { funnel, subject } = inspection
  const figures = isAvailable(funnel)
    ? [
        ...(funnel.references === null
          ? []
          : [{ value: count(funnel.references.total), name: 'picture references' }]),
        { value: count(funnel.candidates), name: 'candidates' },
        { value: count(funnel.kept), name: 'kept' },
        { value: percent(funnel.rate.rate), name: 'of candidates kept' },
      ]
    : [
        { value: count(subject.rows), name: 'rows' },
        { value: count(subject.files), name: subject.files === 1 ? 'file' : 'files' },
      ]
  return (
    <dl class="key-figures">
      {figures.map(({ value, name }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
