import type { Commit } from '@warc2dataset/schemas'
import { RunError } from '@warc2dataset/schemas'
import type { Unit } from '../phases/phase.js'
import type { Lease, WorkSource } from '../work-source/work-source.js'
import type { UnitDone, UnitMessage, WorkerSetup } from './messages.js'
import { type Shared, startWorker, type WorkerProcess } from './worker-process.js'

export type RunLog = (event: string, fields?: Readonly<Record<string, unknown>>) => void

/** Worker processes of one coordinator: started when first needed, replaced when they die. */
export interface WorkerCrew {
  readonly size: number
  readonly work: (source: WorkSource, order: (unit: Unit) => UnitMessage) => Promise<void>
  readonly close: () => Promise<void>
  readonly kill: () => Promise<void>
}

export interface CrewOptions {
  readonly entry: URL
  readonly size: number
  readonly setup: WorkerSetup
  /** By all crews of the machine. */
  readonly shared: Shared
  readonly log: RunLog
  /** Takes the work that a unit cost. */
  readonly done: (work: UnitDone['work']) => void
}

const HEARTBEAT_MS = 10_000

export function openCrew({ entry, size, setup, shared, log, done }: CrewOptions): WorkerCrew {
  const workers = new Map<number, WorkerProcess>()
  let isKilled = false
  const workerAt = async (slot: number): Promise<WorkerProcess> => {
    const known = workers.get(slot)
    if (known?.isAlive()) return known
    const worker = await startWorker(entry, setup, log, shared)
    workers.set(slot, worker)
    // Whoever killed the crew while this one started could not know of it.
    if (isKilled) await worker.kill()
    return worker
  }
  const runLease = async (
    slot: number,
    lease: Lease,
    message: UnitMessage,
    source: WorkSource,
  ): Promise<void> => {
    const fields = { phase: message.phase, unit: message.unit, attempt: lease.attempt }
    log('unit_start', fields)
    const beat = setInterval(() => void source.heartbeat(lease), HEARTBEAT_MS)
    try {
      const { counts, work } = await (await workerAt(slot)).run(message)
      log('unit_done', { ...fields, counts, work })
      done(work)
      await source.done(lease)
    } catch (error) {
      if (error instanceof RunError) throw error
      log('unit_failed', { ...fields, error: (error as Error).message })
      await source.fail(lease, error as Error)
    } finally {
      clearInterval(beat)
    }
  }
  return {
    size,
    work: async (source, order) => {
      const runSlot = async (slot: number): Promise<void> => {
        for (;;) {
          const lease = await source.lease()
          if (lease === null) return
          await runLease(slot, lease, order(lease.unit), source)
        }
      }
      const slots = Array.from({ length: size }, (_, slot) =>
        runSlot(slot).catch((error: unknown) => {
          source.stop()
          throw error
        }),
      )
      const results = await Promise.allSettled(slots)
      const broken = results.find((result) => result.status === 'rejected')
      if (broken !== undefined) throw broken.reason
    },
    close: async () => {
      await Promise.all([...workers.values()].map((worker) => worker.close()))
    },
    kill: async () => {
      isKilled = true
      await Promise.all([...workers.values()].map((worker) => worker.kill()))
    },
  }
}

/** Generation to write, or null if the newest commit still stands for these inputs. */
export function staleGeneration(unit: Unit, commit: Commit | undefined): number | null {
  if (commit === undefined) return 0
  return JSON.stringify(commit.inputs) === JSON.stringify(unit.inputs) ? null : commit.generation + 1
}
