import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SiteOrder } from './site-main.js'

/** A site in a process of its own. */
export interface StartedSite {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Starts a site beside this process; it ends with it. @throws Error if it does not open. */
export async function startSite(order: SiteOrder): Promise<StartedSite> {
  const child = fork(new URL('site-main.js', import.meta.url), [JSON.stringify(order)])
  const ended = once(child, 'exit')
  const [said] = (await Promise.race([once(child, 'message'), ended])) as unknown[]
  if (typeof said !== 'object' || said === null || !('port' in said)) {
    throw new Error(`Expected a port from the site, got its end (${String(said)})`)
  }
  return {
    port: Number(said.port),
    close: async () => {
      child.disconnect()
      await ended
    },
  }
}
