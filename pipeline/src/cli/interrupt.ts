export interface Interrupts {
  readonly stop: AbortSignal
  readonly kill: AbortSignal
}

/** The first Ctrl-C (or SIGTERM) lets units under way finish, the second gives them up. */
export function onInterrupt(note: (text: string) => void): Interrupts {
  const stop = new AbortController()
  const kill = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) {
      note('Stopping at once; what was committed stays.')
      kill.abort()
      return
    }
    note('Finishing the units under way; Ctrl-C again stops at once (nothing committed is lost).')
    stop.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return { stop: stop.signal, kill: kill.signal }
}
