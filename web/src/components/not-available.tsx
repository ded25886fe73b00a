import { displayText } from '../data/display-text.js'

interface NotAvailableNoteProps {
  /** `section.not_available`. */
  readonly why: string
}

/** In place of a chart or a page that this subject has no data for. */
export function NotAvailableNote({ why }: NotAvailableNoteProps) {
  return (
    <p class="note">
      <strong>Not available.</strong> {displayText(why)}
    </p>
  )
}
