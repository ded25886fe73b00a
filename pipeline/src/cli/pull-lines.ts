import type { PullEvent } from '../models/pull-file.js'
import { byteSize, percent } from './plain-numbers.js'

const EVERY_MS = 2_000

/** Lines for a person from the events of a pull: one when a file is there, and one now and then while it comes. */
export function pullLines(write: (line: string) => void, now: () => number): (event: PullEvent) => void {
  let last = now()
  return (event) => {
    if (event.kind !== 'bytes') {
      last = now()
      write(`  ${event.path}: ${event.kind}, ${byteSize(event.size)}, sha256 ${event.sha256}`)
    } else if (now() - last >= EVERY_MS) {
      last = now()
      const { received, total } = event
      const part = total === null ? '' : ` of ${byteSize(total)} (${percent(received, total)})`
      write(`  ${event.path}: ${byteSize(received)}${part}`)
    }
  }
}
