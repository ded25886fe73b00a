import type { Unit } from '../phases/phase.js'

/** A unit handed to one worker. */
export interface Lease {
  readonly unit: Unit
  /** 1 for the first try. */
  readonly attempt: number
}

/** A unit that failed too often: left out, so that the others can finish. */
export interface Quarantined {
  readonly unit: string
  readonly error: Error
}

/**
 * Hands out the units of one phase. A hint only: commits are the truth, so a unit that is handed out twice costs
 * time and changes nothing.
 */
export interface WorkSource {
  /** The next unit, or null once none is left to hand out and none is under way. */
  readonly lease: () => Promise<Lease | null>
  /** Says that the worker is alive; a source with leases that end prolongs this one. */
  readonly heartbeat: (lease: Lease) => Promise<void>
  readonly done: (lease: Lease) => Promise<void>
  /** The unit is handed out again after a pause, and quarantined after the last attempt. */
  readonly fail: (lease: Lease, error: Error) => Promise<void>
  /** Hands out nothing more; leases that wait get null. */
  readonly stop: () => void
  readonly quarantined: () => readonly Quarantined[]
}

export interface WorkOptions {
  /** Attempts for one unit before it is quarantined. */
  readonly attempts: number
  /** Pause before attempt n + 1, ms. */
  readonly backoffMs: (attempt: number) => number
}
