import type { Series, Shape } from './dot-options.js'

interface ShapeKeyProps {
  readonly series: readonly Series[]
}

/** Names of the shapes of a dot chart, in words. */
export function ShapeKey({ series }: ShapeKeyProps) {
  return (
    <ul class="legend" aria-label="Legend">
      {series.map(({ label, shape }) => (
        <li key={label}>
          <svg viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true" focusable="false">
            <ShapeOutline shape={shape} />
          </svg>{' '}
          {label}
        </li>
      ))}
    </ul>
  )
}

function ShapeOutline({ shape }: { readonly shape: Shape }) {
  switch (shape) {
    case 'ring':
      return <circle r="5" fill="none" stroke="var(--neutral)" stroke-width="2" />
    case 'diamond':
      return <path d="M0,-7L5,0L0,7L-5,0Z" fill="var(--kept)" />
    case 'square':
      return <rect x="-5" y="-5" width="10" height="10" fill="var(--neutral)" />
    case 'triangle':
      return <path d="M0,-6L6,5L-6,5Z" fill="var(--cut)" />
  }
}
