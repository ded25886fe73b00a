import type { Traffic } from './traffic.js'

/** For lines that never ask the web: to do so is a mistake of ours. */
export const NO_TRAFFIC: Traffic = {
  visit: async ({ origin }) => {
    throw new Error(`Expected no request from here, got one for ${origin}`)
  },
  leavePlace: () => {},
  slowTo: () => {},
  recall: async (name) => {
    throw new Error(`Expected nothing to recall from here, got ${name}`)
  },
}
