import { createAbortFan } from '../abort-fan.js'
import type { Task, Tasks, ToChild } from './child-messages.js'
import { type ChildSlot, createChildSlot, type SlotCounts } from './child-slot.js'
import { checkPictureLimits, type PictureLimits } from './picture-limits.js'

export interface PoolOptions {
  readonly limits: PictureLimits
  /** Processes, hence pictures in progress; 1 or more. Memory is bounded by `children * limits.memoryBytes`. */
  readonly children: number
  /** For tests only: a script that plays the child. */
  readonly childScript?: string
}

/** Decoder processes that take requests in the order they came. */
export interface ChildPool {
  /**
   * Rejects with the reason of `signal`, if the pool is closed, or if no child can be started (the machine's fault,
   * never the picture's). Waits in a first-in first-out queue, which the caller bounds.
   */
  readonly run: <T extends Task>(request: ToChild<T>, signal: AbortSignal) => Promise<Tasks[T]['outcome']>
  /** Throws as `run` rejects if the signal is aborted or the pool closed. */
  readonly checkOpen: (signal: AbortSignal) => void
  /** Rejects what is pending, kills the children and waits until they are gone. May be called again. */
  readonly close: () => Promise<void>
  readonly counts: Readonly<SlotCounts>
}

/**
 * Starts all children and checks each one's limits and loaders; rejects if one is unfit, and with a `RangeError`
 * for bad options. A picture that ends or stalls its child is tried once more, alone in a fresh child, and loses
 * only itself. Open children keep the event loop alive until `close`.
 */
export async function openChildPool(options: PoolOptions): Promise<ChildPool> {
  const { limits, children, childScript } = options
  checkPictureLimits(limits)
  if (!Number.isInteger(children) || children < 1) {
    throw new RangeError(`Expected an integer of at least 1 for children, got ${children}`)
  }
  const counts: SlotCounts = { spawned: 0, crashes: 0 }
  const childOptions = {
    memoryBytes: limits.memoryBytes,
    timeoutMs: limits.timeoutMs,
    ...(childScript === undefined ? {} : { childScript }),
  }
  const slots = Array.from({ length: children }, () =>
    createChildSlot(childOptions, limits.recycleAfter, counts),
  )
  const starts = await Promise.allSettled(slots.map((slot) => slot.start()))
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed !== undefined) {
    await Promise.all(slots.map((slot) => slot.kill()))
    throw failed.reason
  }
  return createPool(slots, counts)
}

interface Job {
  readonly stop: AbortController
  readonly reject: (reason: unknown) => void
  /** Settles the promise of the job and never rejects itself. */
  readonly start: (slot: ChildSlot) => Promise<void>
}

function createPool(slots: readonly ChildSlot[], counts: SlotCounts): ChildPool {
  const idle = [...slots]
  const queue: Job[] = []
  const running = new Map<Job, Promise<void>>()
  const aborts = createAbortFan()
  let closed = false

  const pump = () => {
    while (idle.length > 0) {
      const job = queue.shift()
      if (job === undefined) return
      const slot = idle.pop()
      if (slot !== undefined) running.set(job, work(slot, job))
    }
  }

  const work = async (slot: ChildSlot, job: Job) => {
    await job.start(slot)
    running.delete(job)
    idle.push(slot)
    pump()
  }

  const cancel = (job: Job, reason: unknown) => {
    const at = queue.indexOf(job)
    if (at !== -1) queue.splice(at, 1)
    job.reject(reason)
    job.stop.abort(reason)
  }

  const checkOpen = (signal: AbortSignal) => {
    signal.throwIfAborted()
    if (closed) throw closedError()
  }

  const run = async <T extends Task>(
    request: ToChild<T>,
    signal: AbortSignal,
  ): Promise<Tasks[T]['outcome']> => {
    checkOpen(signal)
    let forget = () => {}
    return new Promise<Tasks[T]['outcome']>((resolve, reject) => {
      const stop = new AbortController()
      const start = (slot: ChildSlot) => slot.run(request, stop.signal).then(resolve, reject)
      const job: Job = { stop, reject, start }
      forget = aborts.add(signal, (reason) => cancel(job, reason))
      queue.push(job)
      pump()
    }).finally(() => forget())
  }

  const close = async () => {
    closed = true
    const ending = [...running.values()]
    for (const job of [...queue, ...running.keys()]) cancel(job, closedError())
    await Promise.all(ending)
    await Promise.all(slots.map((slot) => slot.kill()))
  }

  return { run, checkOpen, close, counts }
}

function closedError(): Error {
  return new Error('Expected an open decoder, got a closed one')
}
