/** Those who wait for leave to visit one site, in lines of their own: each by its host, holder and kind of place. */
export interface SiteQueue<T> {
  readonly add: (line: string, item: T) => void
  readonly remove: (line: string, item: T) => void
  readonly size: () => number
  /** The first of each line, whoever has waited longest first. */
  readonly heads: () => readonly Head<T>[]
  readonly line: (line: string) => readonly T[]
}

export interface Head<T> {
  readonly line: string
  readonly item: T
}

export function createSiteQueue<T>(): SiteQueue<T> {
  const lines = new Map<string, Map<T, number>>()
  let added = 0
  let size = 0
  const headOf = ([line, items]: readonly [string, Map<T, number>]) => {
    const [first] = items
    return first === undefined ? [] : [{ line, item: first[0], at: first[1] }]
  }
  return {
    add: (line, item) => {
      const items = lines.get(line) ?? new Map<T, number>()
      lines.set(line, items)
      items.set(item, added++)
      size++
    },
    remove: (line, item) => {
      const items = lines.get(line)
      if (items?.delete(item) !== true) return
      size--
      if (items.size === 0) lines.delete(line)
    },
    size: () => size,
    heads: () => [...lines].flatMap(headOf).sort((a, b) => a.at - b.at),
    line: (line) => [...(lines.get(line)?.keys() ?? [])],
  }
}
