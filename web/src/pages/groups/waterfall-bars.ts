import type { Group } from '@warc2dataset/schemas'

export interface WaterfallBar {
  readonly phase: string
  /** Rows of the group that entered the phase. */
  readonly entered: number
  /** ln of what the phase did to the group's share; null: none of the group, or of all, was left. */
  readonly log: number | null
  /** Sum of the logs before, and with this phase. */
  readonly from: number
  readonly to: number
}

/** Phases one after another (M9): their logs add up to ln of the whole amplification. */
export function waterfallBars(byPhase: Group['by_phase']): readonly WaterfallBar[] {
  let sum = 0
  return byPhase.map(({ phase, entered, log }) => {
    const from = sum
    sum += log ?? 0
    return { phase, entered, log, from, to: sum }
  })
}
