import type { Ratio } from '@warc2dataset/schemas'

/** A logarithmic axis with 1 in the middle: a ratio of 2 is as far from it as one of a half. */
export interface LogAxis {
  /** Drawn from 1 / bound to bound. */
  readonly bound: number
  readonly ticks: readonly number[]
}

const LEAST = 1.5
const MOST = 16

/** The axis that holds these intervals; ends beyond a factor of 16 are drawn as arrows. */
export function logAxis(ratios: readonly Ratio[]): LogAxis {
  let bound = LEAST
  for (const { ratio, low, high } of ratios) {
    for (const value of [ratio, low, high]) {
      if (value > 0 && Number.isFinite(value)) bound = Math.max(bound, value, 1 / value)
    }
  }
  bound = Math.min(MOST, bound * 1.08)
  const steps = bound > 6 ? [4, 16] : bound > 3 ? [2, 4] : bound > 1.8 ? [1.5, 2, 3] : [1.25, 1.5]
  const within = steps.filter((step) => step <= bound)
  return { bound, ticks: [...within.map((step) => 1 / step).reverse(), 1, ...within] }
}

/** 0 to 1 along the axis; what is beyond an end, 0 included, lies on that end. */
export function along({ bound }: LogAxis, ratio: number): number {
  if (!(ratio > 0)) return 0
  return Math.min(1, Math.max(0, 0.5 + Math.log(ratio) / (2 * Math.log(bound))))
}

/** A tick as it is written: 0.125, 0.67, 1.25. */
export function tickText(tick: number): string {
  return String(Number(tick.toPrecision(tick < 0.2 || tick > 1 ? 3 : 2)))
}
