/** Counts holders by name: nobody holds beyond the limit, whoever waited longest is next. */
export interface LeaseTable {
  /** Resolves when `name` has fewer than `limit` holders; from then on `holder` is one. */
  readonly take: (holder: object, name: string, limit: number) => Promise<void>
  readonly giveBack: (holder: object, name: string) => void
  /** Counts one more of `name`, for good, if there were fewer than `limit`. */
  readonly spend: (name: string, limit: number) => boolean
  /** Gives back all that a holder has, and forgets what it waits for: its process ended. */
  readonly forget: (holder: object) => void
}

interface Waiting {
  readonly holder: object
  readonly limit: number
  readonly grant: () => void
}

interface Lane {
  readonly holders: object[]
  readonly waiting: Waiting[]
}

export function openLeaseTable(): LeaseTable {
  const lanes = new Map<string, Lane>()
  const spent = new Map<string, number>()
  const handOut = (name: string, lane: Lane): void => {
    for (;;) {
      const [next] = lane.waiting
      if (next === undefined || lane.holders.length >= next.limit) break
      lane.waiting.shift()
      lane.holders.push(next.holder)
      next.grant()
    }
    // A crawl names millions of sites.
    if (lane.holders.length === 0 && lane.waiting.length === 0) lanes.delete(name)
  }
  const giveBack = (holder: object, name: string): void => {
    const lane = lanes.get(name)
    const at = lane?.holders.indexOf(holder) ?? -1
    if (lane === undefined || at === -1) return
    lane.holders.splice(at, 1)
    handOut(name, lane)
  }
  return {
    take: (holder, name, limit) =>
      new Promise((grant) => {
        const lane = lanes.get(name) ?? { holders: [], waiting: [] }
        lanes.set(name, lane)
        lane.waiting.push({ holder, limit, grant })
        handOut(name, lane)
      }),
    giveBack,
    spend: (name, limit) => {
      const before = spent.get(name) ?? 0
      if (before >= limit) return false
      spent.set(name, before + 1)
      return true
    },
    forget: (holder) => {
      for (const [name, lane] of lanes) {
        const isOther = (other: object): boolean => other !== holder
        lane.waiting.splice(0, lane.waiting.length, ...lane.waiting.filter((w) => isOther(w.holder)))
        lane.holders.splice(0, lane.holders.length, ...lane.holders.filter(isOther))
        handOut(name, lane)
      }
    },
  }
}
