import { createAbortFan } from '@warc2dataset/stages/abort-fan'
import type { FailureVerdict, RefusedVisit, Traffic, Visit } from '@warc2dataset/stages/politeness/traffic'
import type { FromHolder, ToHolder } from './traffic-messages.js'

/** The worker's end of the coordinator's dispatcher. */
export interface TrafficClient {
  readonly traffic: Traffic
  readonly hear: (message: ToHolder) => void
}

export function openTrafficClient(send: (message: FromHolder) => void): TrafficClient {
  const visiting = new Map<number, (answer: Visit | RefusedVisit) => void>()
  const judging = new Map<number, (verdict: FailureVerdict) => void>()
  const recalling = new Map<number, (text: string | null) => void>()
  const aborts = createAbortFan()
  let asked = 0

  const goOf = (id: number): Visit => ({
    kind: 'go',
    done: (outcome) => {
      send({ kind: 'visited', id, outcome })
      if (outcome.network !== 'failed') return Promise.resolve('write')
      return new Promise((resolve) => judging.set(id, resolve))
    },
  })
  const visit: Traffic['visit'] = (request, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const id = asked++
      const forget = aborts.add(signal, (reason) => {
        forget()
        visiting.delete(id)
        send({ kind: 'unvisit', id })
        reject(reason)
      })
      visiting.set(id, (answer) => {
        forget()
        resolve(answer)
      })
      send({ kind: 'visit', id, request })
    })
  const recall: Traffic['recall'] = async (name, make) => {
    const id = asked++
    const text = await new Promise<string | null>((resolve) => {
      recalling.set(id, resolve)
      send({ kind: 'recall', id, name })
    })
    if (text !== null) return text
    try {
      const remembered = await make()
      send({ kind: 'made', id, remembered })
      return remembered.text
    } catch (error) {
      send({ kind: 'made', id, remembered: null })
      throw error
    }
  }

  return {
    traffic: {
      visit,
      recall,
      leavePlace: () => send({ kind: 'leave_place' }),
      slowTo: (origin, crawlDelayMs) => send({ kind: 'slow_to', origin, crawlDelayMs }),
    },
    hear: (message) => {
      switch (message.kind) {
        case 'answer':
          visiting.get(message.id)?.(message.refusal ?? goOf(message.id))
          return void visiting.delete(message.id)
        case 'verdict':
          judging.get(message.id)?.(message.verdict)
          return void judging.delete(message.id)
        case 'recalled':
          recalling.get(message.id)?.(message.text)
          return void recalling.delete(message.id)
        default:
          message satisfies never
      }
    },
  }
}
