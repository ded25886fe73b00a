/** Calls many listeners from one `abort` event. */
export interface AbortFan {
  /** Calls `listener` once with the reason if `signal` aborts; the result forgets it. */
  readonly add: (signal: AbortSignal, listener: (reason: unknown) => void) => () => void
}

/**
 * A whole batch shares one signal, and Node warns of a leak at the eleventh listener of a target: so there is
 * one listener a signal, removed with the last call that waits on it.
 */
export function createAbortFan(): AbortFan {
  const fans = new Map<
    AbortSignal,
    { readonly listeners: Set<(reason: unknown) => void>; fire: () => void }
  >()
  const open = (signal: AbortSignal) => {
    const listeners = new Set<(reason: unknown) => void>()
    const fire = () => {
      for (const listener of [...listeners]) listener(signal.reason)
    }
    const fan = { listeners, fire }
    fans.set(signal, fan)
    signal.addEventListener('abort', fire, { once: true })
    return fan
  }
  const add: AbortFan['add'] = (signal, listener) => {
    const fan = fans.get(signal) ?? open(signal)
    fan.listeners.add(listener)
    return () => {
      fan.listeners.delete(listener)
      if (fan.listeners.size > 0 || fans.get(signal) !== fan) return
      fans.delete(signal)
      signal.removeEventListener('abort', fan.fire)
    }
  }
  return { add }
}
