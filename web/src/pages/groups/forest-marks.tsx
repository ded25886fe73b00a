import type { Ratio } from '@warc2dataset/schemas'
import { along, type LogAxis, tickText } from './log-axis.js'

const WIDTH = 216
const PAD = 12
const HEIGHT = 36
/** Height of the scale over the column, px. */
const SCALE = 44

const at = (axis: LogAxis, ratio: number) => PAD + along(axis, ratio) * (WIDTH - 2 * PAD)

interface MarksProps {
  readonly axis: LogAxis
  readonly zone: readonly [number, number]
  readonly crude: Ratio | null
  readonly adjusted: Ratio | null
}

/** Intervals of one row: the adjusted ratio filled above, the crude one hollow below. Its numbers stand in its row. */
export function ForestMarks({ axis, zone, crude, adjusted }: MarksProps) {
  return (
    <svg class="forest" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <Ground axis={axis} zone={zone} height={HEIGHT} />
      {adjusted !== null && <Interval axis={axis} ratio={adjusted} y={11} filled={true} />}
      {crude !== null && <Interval axis={axis} ratio={crude} y={24} filled={false} />}
    </svg>
  )
}

function Ground({ axis, zone, height }: Pick<MarksProps, 'axis' | 'zone'> & { readonly height: number }) {
  const left = at(axis, zone[0])
  return (
    <>
      <rect class="forest-zone" x={left} y={0} width={at(axis, zone[1]) - left} height={height} />
      <line class="forest-one" x1={at(axis, 1)} x2={at(axis, 1)} y1={0} y2={height} />
    </>
  )
}

interface IntervalProps {
  readonly axis: LogAxis
  readonly ratio: Ratio
  readonly y: number
  readonly filled: boolean
}

function Interval({ axis, ratio: { ratio, low, high }, y, filled }: IntervalProps) {
  const left = at(axis, low)
  const right = at(axis, high)
  const style = filled ? 'forest-adjusted' : 'forest-crude'
  return (
    <g class={style}>
      <line x1={left} x2={right} y1={y} y2={y} />
      {low < 1 / axis.bound && <path d={`M${left + 6} ${y - 4}L${left} ${y}L${left + 6} ${y + 4}`} />}
      {high > axis.bound && <path d={`M${right - 6} ${y - 4}L${right} ${y}L${right - 6} ${y + 4}`} />}
      <circle cx={at(axis, ratio)} cy={y} r={4.5} />
    </g>
  )
}

/** Ticks over the column. */
export function ForestScale({ axis, zone }: Pick<MarksProps, 'axis' | 'zone'>) {
  return (
    <svg class="forest" viewBox={`0 0 ${WIDTH} ${SCALE}`} width={WIDTH} height={SCALE} aria-hidden="true">
      <Ground axis={axis} zone={zone} height={SCALE} />
      <text x={at(axis, 1) - 6} y={11} text-anchor="end">
        ← cut less
      </text>
      <text x={at(axis, 1) + 6} y={11}>
        cut more →
      </text>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line class="forest-tick" x1={at(axis, tick)} x2={at(axis, tick)} y1={SCALE - 6} y2={SCALE} />
          <text x={at(axis, tick)} y={SCALE - 11} text-anchor="middle">
            {tickText(tick)}
          </text>
        </g>
      ))}
    </svg>
  )
}
