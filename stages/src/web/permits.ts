/** A number of places that many may wait for. */
export interface Permits {
  /** Waits first-in first-out for a place; call the result once to leave it. Rejects with the reason of `signal`. */
  readonly acquire: (signal: AbortSignal) => Promise<() => void>
}

export function createPermits(count: number): Permits {
  const waiting = new Set<() => void>()
  let free = count

  const leave = () => {
    const [next] = waiting
    if (next === undefined) free++
    else next()
  }
  const acquire: Permits['acquire'] = (signal) =>
    new Promise((resolve, reject) => {
      const forget = () => {
        waiting.delete(enter)
        signal.removeEventListener('abort', stop)
      }
      const enter = () => {
        forget()
        resolve(leave)
      }
      const stop = () => {
        forget()
        reject(signal.reason)
      }
      if (signal.aborted) return stop()
      if (free > 0) {
        free--
        return enter()
      }
      waiting.add(enter)
      signal.addEventListener('abort', stop, { once: true })
    })
  return { acquire }
}
