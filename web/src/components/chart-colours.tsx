/** Kept rows: plain. */
export const KEPT = 'var(--kept)'
/** Cut rows, as a line or a dot. */
export const CUT = 'var(--cut)'
/** Cut rows, as an area: hatched, so that colour alone never tells. */
export const CUT_AREA = 'url(#hatch-cut)'
/** Neither: totals, rest, too few. */
export const NEUTRAL = 'var(--neutral)'
/** Neither, as an area that must differ from a neighbour: dotted. */
export const NEUTRAL_AREA = 'url(#dots-neutral)'

/** The patterns behind the names above; the app draws them once. */
export function ChartPatterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern
          id="hatch-cut"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="6" height="6" fill="var(--cut)" fill-opacity="0.45" />
          <rect width="3" height="6" fill="var(--cut)" />
        </pattern>
        <pattern id="dots-neutral" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill="var(--neutral)" fill-opacity="0.25" />
          <circle cx="2.5" cy="2.5" r="1.2" fill="var(--neutral)" />
        </pattern>
      </defs>
    </svg>
  )
}

interface LegendProps {
  readonly items: readonly { readonly label: string; readonly kind: 'kept' | 'cut' | 'neutral' }[]
}

/** Names of the fills, in words, above a chart. */
export function Legend({ items }: LegendProps) {
  return (
    <ul class="legend" aria-label="Legend">
      {items.map(({ label, kind }) => (
        <li key={label}>
          <span class={`swatch swatch-${kind}`} aria-hidden="true" /> {label}
        </li>
      ))}
    </ul>
  )
}
