import { count } from '../../components/rate.js'
import type { PointClass } from './point-classes.js'

interface MapLegendProps {
  readonly classes: readonly PointClass[]
}

/** Shapes and colours of the map in words, with how many points have them. */
export function MapLegend({ classes }: MapLegendProps) {
  return (
    <div class="map-legend">
      <ul class="legend" aria-label="Shapes">
        <li>
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <circle cx="6" cy="6" r="4" fill="currentColor" />
          </svg>{' '}
          picture
        </li>
        <li>
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M6 1v10M1 6h10" stroke="currentColor" stroke-width="2" />
          </svg>{' '}
          text
        </li>
      </ul>
      <ul class="legend" aria-label="Colours">
        {classes.map(({ label, colour, points }) => (
          <li key={label}>
            <span class="map-swatch" style={{ background: `var(${colour})` }} aria-hidden="true" /> {label}{' '}
            <span class="quiet">{count(points)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
