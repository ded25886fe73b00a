import { setImmediate } from 'node:timers/promises'

/** Lets the event loop turn once; throws the reason of `signal` where it was aborted. */
export async function pause(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}
