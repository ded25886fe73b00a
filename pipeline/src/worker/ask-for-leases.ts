import type { StageEnv } from '@warc2dataset/stages/stage'
import type { FromWorker } from './messages.js'

/** The worker's end of the coordinator's lease table. */
export interface LeaseClient {
  readonly lease: StageEnv['lease']
  /** The coordinator granted the lease that was asked for under this number. */
  readonly granted: (id: number) => void
}

export function askForLeases(send: (message: FromWorker) => void): LeaseClient {
  const waiting = new Map<number, () => void>()
  let asked = 0
  return {
    lease: (name, limit) =>
      new Promise((resolve) => {
        const id = asked++
        waiting.set(id, () => {
          let isHeld = true
          resolve(() => {
            if (isHeld) send({ kind: 'release', name })
            isHeld = false
          })
        })
        send({ kind: 'lease', id, name, limit })
      }),
    granted: (id) => {
      waiting.get(id)?.()
      waiting.delete(id)
    },
  }
}
