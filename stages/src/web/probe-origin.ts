import { checkUrl } from './check-url.js'
import { FetchProblem } from './fetch-result.js'
import { checkFetcherOptions, type FetcherOptions } from './fetcher-options.js'
import { findTargets } from './find-target.js'
import { openSocket } from './open-socket.js'

/**
 * Whether anybody is there: one connection to an origin, past the same guard as a request, and no byte over it. "Connection
 * refused" and "no such name" are answers too. Never rejects but for errors that are ours.
 */
export function createProbe(options: FetcherOptions): (origin: string) => Promise<boolean> {
  const settings = checkFetcherOptions(options)
  const never = new AbortController().signal
  return async (origin) => {
    const checked = checkUrl(origin, settings.openHosts)
    if (!checked.ok) return false
    try {
      for (const endpoint of await findTargets(checked, settings, never)) {
        const socket = await openSocket({ ...endpoint, tlsHost: null }, settings.socket, never)
        socket.destroy()
        return true
      }
      return false
    } catch (error) {
      if (!(error instanceof FetchProblem)) throw error
      return error.refusal.reach === 'refused' || error.refusal.reach === 'answered'
    }
  }
}
