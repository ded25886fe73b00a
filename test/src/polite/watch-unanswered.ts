import { readFileSync } from 'node:fs'
import { steadyTime } from './serve-answers.js'

const SYN_SENT = '02'
const SAMPLE_MS = 20

/** Watches the kernel's table for connections to a loopback port that nobody has answered yet. Linux only. */
export interface UnansweredWatch {
  /** When each was first seen, ms as of `steadyTime`. */
  readonly stop: () => readonly number[]
}

export function watchUnanswered(port: number): UnansweredWatch {
  const wanted = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const seen = new Map<string, number>()
  const sample = (): void => {
    for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
      const [, local = '', remote, state] = line.trim().split(/ +/)
      if (remote === wanted && state === SYN_SENT && !seen.has(local)) seen.set(local, steadyTime())
    }
  }
  const timer = setInterval(sample, SAMPLE_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return [...seen.values()]
    },
  }
}
