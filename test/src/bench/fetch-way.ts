import type { Sizes } from './fetch-own.js'

/** One way to make the pictures of a list. */
export interface FetchWay {
  readonly name: string
  /** Asks the server; the others find the bodies in memory or on the disk. */
  readonly asksServer: boolean
  /** Other people's: may fail without ending the bench. */
  readonly isPeer: boolean
  readonly once: () => Promise<WayResult>
}

export interface WayResult {
  readonly stored: number
  /** Of the work, without the start of processes where that is known, s. */
  readonly seconds: number
  /** Of the whole command, s. */
  readonly wall: number
  /** User and system time, s: of the whole process tree with its start; of sharp alone, of its loop. */
  readonly cpuSeconds: number
  /** Resident memory of all processes together, at most, MiB. */
  readonly treeMiB: number
  /** Stored sizes by URL, of a way that writes them down. */
  readonly sizes: Sizes | null
  /** URLs that did not become a picture, by message. */
  readonly failures: ReadonlyMap<string, number>
}
