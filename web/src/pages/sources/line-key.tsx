interface LineKeyProps {
  readonly items: readonly { readonly label: string; readonly colour: string; readonly dash: string }[]
}

/** Names of the lines of a chart, in words. */
export function LineKey({ items }: LineKeyProps) {
  return (
    <ul class="legend" aria-label="Legend">
      {items.map(({ label, colour, dash }) => (
        <li key={label}>
          <svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true" focusable="false">
            <path d="M1,5H27" stroke={colour} stroke-width="2.5" stroke-dasharray={dash} />
          </svg>{' '}
          {label}
        </li>
      ))}
    </ul>
  )
}
