import type { Unit } from '../phases/phase.js'
import { inProcess } from './in-process.js'
import type { WorkOptions, WorkSource } from './work-source.js'

/** One task of an array job: `index` from 0 to `count` - 1. */
export interface Task {
  readonly index: number
  readonly count: number
}

/**
 * This task's share of a phase: every `count`-th unit. It depends on the place of a unit among all units, done or
 * not, so that tasks that start at different times never overlap.
 */
export function shareOf(units: readonly Unit[], task: Task): readonly Unit[] {
  return units.filter((_, place) => place % task.count === task.index)
}

/** Hands out what is pending of this task's share. */
export function staticTask(
  units: readonly Unit[],
  task: Task,
  options: WorkOptions & { readonly isPending: (unit: Unit) => boolean },
): WorkSource {
  return inProcess(shareOf(units, task).filter(options.isPending), options)
}
