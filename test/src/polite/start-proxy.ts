import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inCheckout } from '../place.js'

/** Connections that the kernel takes for a process that does not; Linux takes one more. */
export const PROXY_BACKLOG = 64

/** The way to a server, which can be lost. */
export interface Proxy {
  readonly port: number
  /**
   * From now on silence, as behind a pulled cable: what is open says nothing more, and a new connection gets no answer to
   * its SYN.
   */
  readonly lose: () => Promise<void>
  /** All goes on from where it was. */
  readonly find: () => void
  readonly close: () => Promise<void>
}

const UNANSWERED_MS = 300

/**
 * A proxy in a process of its own. A process that is stopped answers nothing, and once its backlog is full the kernel
 * drops what comes for it; a closed port would say "connection refused", which is an answer. Linux only.
 */
export async function startProxy(targetPort: number): Promise<Proxy> {
  const child = fork(inCheckout('test/dist/polite/proxy-main.js'), [String(targetPort)], { execArgv: [] })
  const ended = once(child, 'exit')
  const [port] = (await Promise.race([once(child, 'message'), ended])) as unknown[]
  if (typeof port !== 'number') throw new Error('Expected a port from the proxy, got its end')
  let fillers: Socket[] = []
  return {
    port,
    lose: async () => {
      child.kill('SIGSTOP')
      for (let isFull = false; !isFull; ) {
        const filler = connect(port, '127.0.0.1')
        filler.on('error', () => {})
        fillers.push(filler)
        const connected = new Promise<boolean>((resolve) => filler.once('connect', () => resolve(false)))
        isFull = await Promise.race([connected, sleep(UNANSWERED_MS, true)])
        if (isFull) filler.destroy()
      }
    },
    find: () => {
      for (const filler of fillers) filler.destroy()
      fillers = []
      child.kill('SIGCONT')
    },
    close: async () => {
      for (const filler of fillers) filler.destroy()
      child.kill('SIGKILL')
      await ended
    },
  }
}
