import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { inCheckout } from '../place.js'
import { type AnswerOf, type Served, serveAnswers } from './serve-answers.js'

/** A server in a process of its own: one that shares a loop with the run would see its requests late. */
export interface ServerProcess {
  readonly port: number
  readonly pid: number
  /** All requests since the last `forget`. */
  readonly requests: () => Promise<readonly Served[]>
  /** How many these are. */
  readonly count: () => Promise<number>
  readonly forget: () => Promise<void>
  readonly close: () => Promise<void>
}

type Wish = 'requests' | 'count' | 'forget'

/** Starts a compiled module of this package, which calls `serveHere`, with an order; it ends with this process. */
export async function startServer(main: string, order: unknown): Promise<ServerProcess> {
  const child = fork(inCheckout(`test/dist/${main}`), [JSON.stringify(order)], {
    execArgv: [],
    serialization: 'advanced',
  })
  const ended = once(child, 'exit')
  const port = Number(await heard(child, ended))
  const ask = async (wish: Wish): Promise<unknown> => {
    child.send(wish)
    return heard(child, ended)
  }
  return {
    port,
    pid: child.pid ?? 0,
    requests: async () => (await ask('requests')) as readonly Served[],
    count: async () => Number(await ask('count')),
    forget: async () => void (await ask('forget')),
    close: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

/** The whole of a server's process. */
export async function serveHere(answerOf: AnswerOf): Promise<void> {
  const server = await serveAnswers(answerOf)
  process.on('disconnect', () => void server.close())
  process.on('message', (wish: Wish) => {
    if (wish === 'requests') return process.send?.(server.requests())
    if (wish === 'forget') server.forget()
    return process.send?.(server.requests().length)
  })
  process.send?.(server.port)
}

async function heard(child: ChildProcess, ended: Promise<unknown>): Promise<unknown> {
  const next = new Promise((resolve) => child.once('message', resolve))
  const said = await Promise.race([next, ended.then(() => null)])
  if (said === null) throw new Error('Expected an answer of the server, got its end')
  return said
}
