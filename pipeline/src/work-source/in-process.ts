import { setTimeout as sleep } from 'node:timers/promises'
import type { Unit } from '../phases/phase.js'
import type { Lease, Quarantined, WorkOptions, WorkSource } from './work-source.js'

/** A source that gets more units while it hands them out, until it is told that there will be no more. */
export interface GrowingSource extends WorkSource {
  readonly add: (units: readonly Unit[]) => void
  readonly noMore: () => void
}

/** Hands out units from memory, in order. */
export function inProcess(units: readonly Unit[], options: WorkOptions): WorkSource {
  const source = growing(units, options)
  source.noMore()
  return source
}

/** Hands out units from memory, in order of their coming. */
export function growing(units: readonly Unit[], { attempts, backoffMs }: WorkOptions): GrowingSource {
  const ready: Lease[] = units.map((unit) => ({ unit, attempt: 1 }))
  const quarantined: Quarantined[] = []
  const waiting: ((lease: Lease | null) => void)[] = []
  let underWay = 0
  let stopped = false
  let isComplete = false

  const handOut = (): void => {
    while (waiting.length > 0) {
      const lease = stopped ? undefined : ready.shift()
      if (lease === undefined && !stopped && (underWay > 0 || !isComplete)) return
      if (lease !== undefined) underWay += 1
      waiting.shift()?.(lease ?? null)
    }
  }
  const settle = (): void => {
    underWay -= 1
    handOut()
  }
  return {
    lease: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        handOut()
      }),
    heartbeat: async () => {},
    done: async () => settle(),
    fail: async ({ unit, attempt }, error) => {
      if (attempt >= attempts) quarantined.push({ unit: unit.id, error })
      else {
        await sleep(backoffMs(attempt))
        ready.push({ unit, attempt: attempt + 1 })
      }
      settle()
    },
    stop: () => {
      stopped = true
      handOut()
    },
    quarantined: () => quarantined,
    add: (more) => {
      ready.push(...more.map((unit) => ({ unit, attempt: 1 })))
      handOut()
    },
    noMore: () => {
      isComplete = true
      handOut()
    },
  }
}
