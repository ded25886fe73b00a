import type { Duck } from '../../parquet/duck.js'

/** Rows of one group, or of all, counted by stratum, cluster, language and fate, in the order of stratum and cluster. */
export interface Entries {
  readonly length: number
  readonly stratum: Uint16Array
  readonly cluster: Uint16Array
  readonly lang: Uint16Array
  readonly fate: Uint32Array
  readonly n: Uint32Array
}

export interface GroupEntries {
  readonly group: number
  /** Overwritten by the next. */
  readonly entries: Entries
}

const COLUMNS = ['stratum', 'cluster', 'lang', 'fate', 'n'] as const
type Buffer = { -readonly [K in keyof Entries]: Entries[K] }

/**
 * Streams the counts of each group of `source` (SQL: group, stratum, cluster, lang, fate; a row per pair, or per pair and
 * group), by ascending number. Memory is that of the largest group. Read one to the end before another query is run.
 */
export async function* streamEntries(duck: Duck, source: string): AsyncGenerator<GroupEntries> {
  const result = await duck.connection.stream(`
    SELECT grp::INTEGER AS grp, stratum::INTEGER, cluster::INTEGER, lang::INTEGER, fate::INTEGER, count(*)::INTEGER
    FROM (${source}) AS counted(grp, stratum, cluster, lang, fate) GROUP BY ALL ORDER BY 1, 2, 3`)
  const buffer = openBuffer(1024)
  let current = -1
  for await (const chunk of result) {
    const [groups = [], ...columns] = chunk.getColumns() as number[][]
    for (const [at, group] of groups.entries()) {
      if (group !== current) {
        if (buffer.length > 0) yield { group: current, entries: buffer }
        buffer.length = 0
        current = group
      }
      if (buffer.length === buffer.n.length) grow(buffer)
      for (const [number, name] of COLUMNS.entries()) buffer[name][buffer.length] = columns[number]?.[at] ?? 0
      buffer.length += 1
    }
  }
  if (buffer.length > 0) yield { group: current, entries: buffer }
}

/** Of a source with one group, 0. */
export async function readEntries(duck: Duck, source: string): Promise<Entries> {
  let all: Entries = openBuffer(0)
  for await (const { entries } of streamEntries(duck, source)) all = entries
  return all
}

/** Those whose language counts: 1 at its number. */
export function inLanguages(entries: Entries, languages: Uint8Array): Entries {
  let length = 0
  for (let at = 0; at < entries.length; at++) if (languages[entries.lang[at] ?? 0] === 1) length += 1
  const chosen = { ...openBuffer(length), length }
  let next = 0
  for (let at = 0; at < entries.length; at++) {
    if (languages[entries.lang[at] ?? 0] !== 1) continue
    for (const name of COLUMNS) chosen[name][next] = entries[name][at] ?? 0
    next += 1
  }
  return chosen
}

function openBuffer(size: number): Buffer {
  return {
    length: 0,
    stratum: new Uint16Array(size),
    cluster: new Uint16Array(size),
    lang: new Uint16Array(size),
    fate: new Uint32Array(size),
    n: new Uint32Array(size),
  }
}

function grow(buffer: Buffer): void {
  const larger = openBuffer(2 * buffer.n.length)
  for (const name of COLUMNS) {
    larger[name].set(buffer[name])
  }
  Object.assign(buffer, larger, { length: buffer.length })
}
