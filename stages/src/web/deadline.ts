/** A time limit that can stand still. */
export interface Deadline {
  readonly pause: () => void
  readonly resume: () => void
}

/** Calls `expired` after `ms` of running time; it runs from the start. Paused for good, it holds nothing. */
export function startDeadline(ms: number, expired: () => void): Deadline {
  let left = ms
  let since = performance.now()
  let timer = setTimeout(expired, left)
  return {
    pause: () => {
      clearTimeout(timer)
      left -= performance.now() - since
    },
    resume: () => {
      since = performance.now()
      timer = setTimeout(expired, Math.max(0, left))
    },
  }
}
