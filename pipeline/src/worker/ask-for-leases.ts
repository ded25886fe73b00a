import type { StageEnv } from '@warc2dataset/stages/stage'
import type { FromWorker } from './messages.js'

/** The worker's end of the coordinator's lease table. */
export interface LeaseClient {
  readonly lease: StageEnv['lease']
  /** The coordinator granted the lease that was asked for under this number. */
  readonly granted: (id: number) => void
  /** One of a limited number, for good; false: none is left. */
  readonly spend: (name: string, limit: number) => Promise<boolean>
  /** The coordinator's answer to what was asked for under this number. */
  readonly spent: (id: number, ok: boolean) => void
}

export function askForLeases(send: (message: FromWorker) => void): LeaseClient {
  const waiting = new Map<number, () => void>()
  const spending = new Map<number, (ok: boolean) => void>()
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
    spend: (name, limit) =>
      new Promise((resolve) => {
        const id = asked++
        spending.set(id, resolve)
        send({ kind: 'spend', id, name, limit })
      }),
    spent: (id, ok) => {
      spending.get(id)?.(ok)
      spending.delete(id)
    },
    granted: (id) => {
      waiting.get(id)?.()
      waiting.delete(id)
    },
  }
}
