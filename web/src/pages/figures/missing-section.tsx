import { NotAvailableNote } from '../../components/not-available.js'

interface MissingSectionProps {
  readonly title: string
  readonly why: string
}

/** A part of a page that this subject has no data for. */
export function MissingSection({ title, why }: MissingSectionProps) {
  return (
    <section class="figure">
      <h3>{title}</h3>
      <NotAvailableNote why={why} />
    </section>
  )
}
