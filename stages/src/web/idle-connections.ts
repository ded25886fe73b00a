import type { Connection } from './connection.js'

/** Connections between two requests. */
export interface IdleConnections {
  /** The one used last with this key, no longer idle; null if there is none. */
  readonly take: (key: string) => Connection | null
  /** Keeps it for the next request if it can be used again; the one idle longest makes room. */
  readonly give: (connection: Connection) => void
  /** Closes the one idle longest, to make room on this machine; false if there is none. */
  readonly shed: () => Promise<boolean>
  /** To be called when it is closed. */
  readonly forget: (connection: Connection) => void
}

/** At most `max` are kept, all hosts together: a crawl meets millions of hosts. */
export function createIdleConnections(max: number): IdleConnections {
  const idle: Connection[] = []
  const forget = (connection: Connection) => {
    const at = idle.indexOf(connection)
    if (at !== -1) idle.splice(at, 1)
  }
  return {
    take: (key) => {
      const found = idle.findLast((connection) => connection.key === key && connection.usable())
      if (found === undefined) return null
      forget(found)
      return found
    },
    give: (connection) => {
      if (!connection.usable()) return
      idle.push(connection)
      if (idle.length > max) void idle.shift()?.destroy()
    },
    shed: async () => {
      const oldest = idle.shift()
      await oldest?.destroy()
      return oldest !== undefined
    },
    forget,
  }
}
