import { createAbortFan } from './abort-fan.js'
import { type ChildSlot, createChildSlot, type SlotCounts } from './child-slot.js'
import { checkPictureLimits, type PictureLimits } from './picture-limits.js'
import { type PictureOutcome, refuse } from './picture-outcome.js'
import { type PictureFormat, sniffFormat } from './sniff-format.js'

export interface DecoderOptions {
  readonly limits: PictureLimits
  /** Processes, hence pictures in progress; 1 or more. Memory is bounded by `children * limits.memoryBytes`. */
  readonly children: number
  /** For tests only: a script that plays the child. */
  readonly childScript?: string
}

export interface DecoderStats {
  /** Outcomes given. */
  readonly decodes: number
  /** Processes started, the first ones included. */
  readonly spawned: number
  /** Children that died or were killed for a timeout while they had a picture. */
  readonly crashes: number
}

export interface Decoder {
  /**
   * Exactly one outcome for any bytes. Rejects with the reason of `signal`, if the decoder is closed, or if no
   * child can be started (the machine's fault, never the picture's). Waits in a first-in first-out queue, which
   * the caller bounds.
   */
  readonly decode: (bytes: Buffer, signal: AbortSignal) => Promise<PictureOutcome>
  /** Rejects what is pending, kills the children and waits until they are gone. May be called again. */
  readonly close: () => Promise<void>
  readonly stats: () => DecoderStats
}

/**
 * Starts all children and checks each one's limits and loaders; rejects if one is unfit, and with a `RangeError`
 * for bad options. Decodes hostile bytes in them: a picture that ends or stalls its child is tried once more,
 * alone in a fresh child, and loses only itself. Open children keep the event loop alive until `close`.
 */
export async function openDecoder(options: DecoderOptions): Promise<Decoder> {
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
  return createDecoder(slots, limits, counts)
}

interface Job {
  readonly bytes: Buffer
  readonly format: PictureFormat
  readonly stop: AbortController
  readonly resolve: (outcome: PictureOutcome) => void
  readonly reject: (reason: unknown) => void
}

function createDecoder(slots: readonly ChildSlot[], limits: PictureLimits, counts: SlotCounts): Decoder {
  const idle = [...slots]
  const queue: Job[] = []
  const running = new Map<Job, Promise<void>>()
  const aborts = createAbortFan()
  let decodes = 0
  let closed = false

  const pump = () => {
    while (idle.length > 0) {
      const job = queue.shift()
      if (job === undefined) return
      const slot = idle.pop()
      if (slot !== undefined) running.set(job, run(slot, job))
    }
  }

  const run = async (slot: ChildSlot, job: Job) => {
    const { bytes, format, stop } = job
    await slot.decode({ bytes, format, limits }, stop.signal).then(job.resolve, job.reject)
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

  const submit = (bytes: Buffer, format: PictureFormat, signal: AbortSignal): Promise<PictureOutcome> => {
    let forget = () => {}
    return new Promise<PictureOutcome>((resolve, reject) => {
      const job: Job = { bytes, format, stop: new AbortController(), resolve, reject }
      forget = aborts.add(signal, (reason) => cancel(job, reason))
      queue.push(job)
      pump()
    }).finally(() => forget())
  }

  const decode = async (bytes: Buffer, signal: AbortSignal): Promise<PictureOutcome> => {
    signal.throwIfAborted()
    if (closed) throw closedError()
    const sniffed = sniffFormat(bytes)
    const outcome =
      'allowed' in sniffed
        ? await submit(bytes, sniffed.allowed, signal)
        : refuse(sniffed.code, `the bytes look like: ${sniffed.refused}`)
    decodes++
    return outcome
  }

  const close = async () => {
    closed = true
    const ending = [...running.values()]
    for (const job of [...queue, ...running.keys()]) cancel(job, closedError())
    await Promise.all(ending)
    await Promise.all(slots.map((slot) => slot.kill()))
  }

  return { decode, close, stats: () => ({ decodes, ...counts }) }
}

function closedError(): Error {
  return new Error('Expected an open decoder, got a closed one')
}
