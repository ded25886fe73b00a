import type { Task, Tasks, ToChild } from './child-messages.js'
import { type RefusedPicture, refuse } from './picture-outcome.js'
import {
  type ChildAnswer,
  type ChildEnd,
  type ChildOptions,
  type DecodeChild,
  startChild,
} from './start-child.js'

/** Shared by the slots of one pool. */
export interface SlotCounts {
  spawned: number
  crashes: number
}

/** A place for one child at a time, which is replaced when it dies, is under suspicion or served long enough. */
export interface ChildSlot {
  /** Starts the child if there is none. Rejects if three attempts fail. */
  readonly start: () => Promise<void>
  /**
   * One picture, at most two attempts. Rejects with the reason of `stop` (the child is killed), or if no child
   * starts. One call at a time.
   */
  readonly run: <T extends Task>(request: ToChild<T>, stop: AbortSignal) => Promise<Tasks[T]['outcome']>
  readonly kill: () => Promise<void>
}

const startAttempts = 3

export function createChildSlot(options: ChildOptions, recycleAfter: number, counts: SlotCounts): ChildSlot {
  let child: DecodeChild | undefined
  let served = 0

  const kill = async () => {
    const old = child
    child = undefined
    served = 0
    await old?.kill()
  }

  const start = async (): Promise<void> => {
    for (let attempt = 1; child === undefined; attempt++) {
      counts.spawned++
      child = await startChild(options).catch((error: unknown) => {
        if (attempt >= startAttempts) throw error
        return undefined
      })
    }
  }

  const attempt = async <T extends Task>(request: ToChild<T>, stop: AbortSignal): Promise<ChildAnswer<T>> => {
    await start()
    stop.throwIfAborted()
    const current = child
    if (current === undefined) throw new Error('Expected a decoder child in its slot, got none')
    const onStop = () => void current.kill()
    stop.addEventListener('abort', onStop, { once: true })
    const answer = await current.ask(request)
    stop.removeEventListener('abort', onStop)
    served++
    if (stop.aborted) await kill()
    stop.throwIfAborted()
    if (answer.kind !== 'answer') counts.crashes++
    if (answer.kind !== 'answer' || answer.exhausted || served >= recycleAfter) await kill()
    return answer
  }

  const run = async <T extends Task>(
    request: ToChild<T>,
    stop: AbortSignal,
  ): Promise<Tasks[T]['outcome']> => {
    const wasFresh = served === 0
    const first = await attempt(request, stop)
    if (first.kind === 'answer' && (!first.exhausted || wasFresh)) return first.outcome
    const second = await attempt(request, stop)
    // A picture that ended one child may have damaged the next before it got through.
    await kill()
    return second.kind === 'answer' ? second.outcome : explain(second, request.limits.timeoutMs)
  }

  return { start, run, kill }
}

function explain(end: ChildEnd, timeoutMs: number): RefusedPicture {
  if (end.kind === 'timeout') return refuse('decode_timeout', `no result in ${timeoutMs} ms, twice`)
  return refuse(end.outOfMemory ? 'decode_memory' : 'decode_crash', `${end.detail} (twice)`)
}
