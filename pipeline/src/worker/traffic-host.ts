import type { Dispatcher } from '@warc2dataset/stages/politeness/dispatcher'
import type { Remembered, Visit, VisitRequest } from '@warc2dataset/stages/politeness/traffic'
import type { FromHolder, ToHolder } from './traffic-messages.js'

/** The coordinator's end for one worker. */
export interface TrafficHost {
  readonly hear: (message: FromHolder) => void
  /** The worker ended: what it had goes back. */
  readonly close: () => void
}

interface Going {
  readonly visit: Visit
  readonly purpose: VisitRequest['purpose']
}

export function openTrafficHost(dispatcher: Dispatcher, send: (message: ToHolder) => void): TrafficHost {
  const holder = dispatcher.open()
  const waiting = new Map<number, AbortController>()
  const going = new Map<number, Going>()
  const making = new Map<number, (remembered: Remembered | null) => void>()

  const visit = ({ id, request }: FromHolder & { readonly kind: 'visit' }) => {
    const stop = new AbortController()
    waiting.set(id, stop)
    holder.visit(request, stop.signal).then(
      (answer) => {
        waiting.delete(id)
        if (answer.kind === 'go') going.set(id, { visit: answer, purpose: request.purpose })
        send({ kind: 'answer', id, refusal: answer.kind === 'go' ? null : answer })
      },
      // The worker has given up, or ended: nobody hears.
      () => waiting.delete(id),
    )
  }
  const visited = ({ id, outcome }: FromHolder & { readonly kind: 'visited' }) => {
    const done = going.get(id)?.visit.done(outcome)
    going.delete(id)
    if (outcome.network === 'failed') void done?.then((verdict) => send({ kind: 'verdict', id, verdict }))
  }
  const recall = ({ id, name }: FromHolder & { readonly kind: 'recall' }) => {
    const make = () =>
      new Promise<Remembered>((resolve, reject) => {
        making.set(id, (made) => {
          if (made === null) reject(new Error('The worker could not make it'))
          else resolve(made)
        })
        send({ kind: 'recalled', id, text: null })
      })
    holder.recall(name, make).then(
      (text) => {
        if (!making.delete(id)) send({ kind: 'recalled', id, text })
      },
      () => making.delete(id),
    )
  }
  /** Leave that came when the worker no longer waited was never used. */
  const unvisit = (id: number) => {
    waiting.get(id)?.abort(new Error('Nobody waits any more'))
    const unused = going.get(id)
    if (unused === undefined) return
    going.delete(id)
    if (unused.purpose === 'picture') holder.leavePlace()
    void unused.visit.done({ lane: { kind: 'neutral' }, host: 'left', network: 'left' })
  }

  return {
    hear: (message) => {
      switch (message.kind) {
        case 'visit':
          return visit(message)
        case 'unvisit':
          return unvisit(message.id)
        case 'visited':
          return visited(message)
        case 'leave_place':
          return holder.leavePlace()
        case 'slow_to':
          return holder.slowTo(message.origin, message.crawlDelayMs)
        case 'recall':
          return recall(message)
        case 'made':
          return making.get(message.id)?.(message.remembered)
        default:
          message satisfies never
      }
    },
    close: holder.close,
  }
}
