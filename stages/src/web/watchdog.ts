export interface PaceLimits {
  /** Time for the head of the answer. */
  readonly headersTimeoutMs: number
  /** Time without a byte of the body. */
  readonly idleTimeoutMs: number
  /** The body must bring this many bytes per second in every whole window; 0 for any pace. */
  readonly minBytesPerSecond: number
  readonly rateWindowMs: number
}

/** Watches the pace of one answer. */
export interface Watchdog {
  /** The head is there: watch the body. */
  readonly headDone: () => void
  readonly bytes: (count: number) => void
  /** While we do not read, the server is not to blame; `resume` starts a new window. */
  readonly pause: () => void
  readonly resume: () => void
  readonly stop: () => void
}

/**
 * Calls `stalled` at most once, with what was too slow. Timers of undici count whole seconds and any byte rewinds
 * them, so that one byte a second lives for ever (measured, 7.30.2); these do not.
 */
export function createWatchdog(limits: PaceLimits, stalled: (detail: string) => void): Watchdog {
  const { headersTimeoutMs, idleTimeoutMs, minBytesPerSecond, rateWindowMs } = limits
  const least = (minBytesPerSecond * rateWindowMs) / 1000
  let timers: NodeJS.Timeout[] = []
  let idle: NodeJS.Timeout | null = null
  let window = 0

  const clear = () => {
    for (const timer of timers) clearTimeout(timer)
    timers = []
    idle = null
  }
  const stall = (detail: string) => {
    clear()
    stalled(detail)
  }
  const watchBody = () => {
    clear()
    window = 0
    idle = setTimeout(() => stall(`no byte for ${idleTimeoutMs} ms`), idleTimeoutMs)
    const pace = setInterval(() => {
      if (window < least) stall(`${window} bytes in ${rateWindowMs} ms`)
      window = 0
    }, rateWindowMs)
    timers = [idle, pace]
  }
  timers = [setTimeout(() => stall(`no answer for ${headersTimeoutMs} ms`), headersTimeoutMs)]
  return {
    headDone: watchBody,
    bytes: (count) => {
      window += count
      idle?.refresh()
    },
    pause: clear,
    resume: watchBody,
    stop: clear,
  }
}
