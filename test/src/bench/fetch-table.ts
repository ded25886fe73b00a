import type { HostLog } from './fetch-server.js'
import type { FetchWay, WayResult } from './fetch-way.js'
import { median } from './measure.js'

export interface WayRound {
  readonly result: WayResult
  /** What the server saw, all hosts together. */
  readonly asked: Omit<HostLog, 'host'>
}

/** A way with its rounds; a message instead where it failed. */
export interface WayRow {
  readonly way: FetchWay
  readonly rounds: readonly WayRound[] | string
}

export interface TableOf {
  readonly pictures: number
  /** The same ways over a few pictures: what their start costs. */
  readonly few: { readonly pictures: number; readonly rows: readonly WayRow[] }
}

const HEAD = `| who | stored | work s | images/s | × first row's images/s | CPU s | CPU ms/image beyond the start | × first row's CPU | × beyond the start | command s | peak MiB of all processes |
|---|---|---|---|---|---|---|---|---|---|---|
`

/** The table; ratios are medians of those against the first row, sharp alone, in the same round. */
export function fetchTable(rows: readonly WayRow[], table: TableOf): string {
  const [first] = rows
  const base = first === undefined || typeof first.rounds === 'string' ? [] : first.rounds
  return HEAD + rows.map((row) => `| ${cellsOf(row, base, table).join(' | ')} |\n`).join('')
}

function cellsOf(
  { way, rounds }: WayRow,
  base: readonly WayRound[],
  { pictures, few }: TableOf,
): readonly string[] {
  if (typeof rounds === 'string')
    return [way.name, `failed: ${rounds}`, ...Array.from({ length: 9 }, () => '')]
  const over = (of: (result: WayResult, first: WayResult) => number): number =>
    median(rounds.map(({ result }, round) => of(result, base[round]?.result ?? result)))
  const perPicture = ({ cpuSeconds }: WayResult): number => cpuSeconds / pictures
  const beyond = beyondStart(way, pictures, few)
  return [
    way.name,
    [...new Set(rounds.map(({ result }) => result.stored))].join(', '),
    over(({ seconds }) => seconds).toFixed(2),
    over(({ seconds }) => pictures / seconds).toFixed(1),
    over(({ seconds }, first) => first.seconds / seconds).toFixed(2),
    over(({ cpuSeconds }) => cpuSeconds).toFixed(2),
    over((result) => 1000 * beyond(result)).toFixed(2),
    over((result, first) => perPicture(result) / perPicture(first)).toFixed(2),
    over((result, first) => beyond(result) / perPicture(first)).toFixed(2),
    over(({ wall }) => wall).toFixed(2),
    Math.max(...rounds.map(({ result }) => result.treeMiB)).toFixed(0),
  ]
}

/** CPU-seconds of one picture more, of a way that was run over a few too; of the others, of a picture. */
function beyondStart(way: FetchWay, pictures: number, few: TableOf['few']): (result: WayResult) => number {
  const rounds = few.rows.find((row) => row.way.name === way.name)?.rounds ?? []
  const start =
    typeof rounds === 'string' || rounds.length === 0
      ? null
      : median(rounds.map(({ result }) => result.cpuSeconds))
  return ({ cpuSeconds }) =>
    start === null ? cpuSeconds / pictures : (cpuSeconds - start) / (pictures - few.pictures)
}

/** What does not add up, a line each: nothing, if every way stored every picture in the size that the others give it. */
export function fetchProblems(rows: readonly WayRow[], pictures: number): readonly string[] {
  const done = rows.flatMap(({ way, rounds }) =>
    typeof rounds === 'string' ? [] : rounds.map((round) => ({ way, ...round })),
  )
  const counts = done.flatMap(({ way, result, asked }) => [
    ...(result.stored === pictures
      ? []
      : [`${way.name} stored ${result.stored} of ${pictures}: ${told(result.failures)}`]),
    ...(way.asksServer && asked.pictures !== pictures
      ? [`${way.name} asked for ${asked.pictures} pictures, not ${pictures}`]
      : []),
  ])
  const sized = done.flatMap(({ way, result }) =>
    result.sizes === null ? [] : [{ way, sizes: result.sizes }],
  )
  const [first, ...others] = sized
  const differ = others.flatMap(({ way, sizes }) => {
    const urls = [...sizes].filter(([url, size]) => first?.sizes.get(url)?.join() !== size.join())
    // The same in every round, which is then said once.
    const [example] = urls.sort(([a], [b]) => (a < b ? -1 : 1))
    if (example === undefined) return []
    const [url, size] = example
    return [
      `${way.name} has other sizes than ${first?.way.name} for ${urls.length} URLs, such as ${url}: ${size.join('×')}, not ${first?.sizes.get(url)?.join('×')}`,
    ]
  })
  return [...new Set([...counts, ...differ])]
}

function told(failures: ReadonlyMap<string, number>): string {
  return [...failures]
    .map(([message, count]) => `${count} × ${message}`)
    .slice(0, 3)
    .join('; ')
}

/** What the server was asked for besides pictures, by way. */
export function askedLines(rows: readonly WayRow[]): string {
  return rows
    .flatMap(({ way, rounds }) => {
      if (!way.asksServer || typeof rounds === 'string') return []
      const [last] = rounds.slice(-1)
      if (last === undefined) return []
      const { pictures, robots, others, mostAtOnce, mostConnections, mostPerSecond } = last.asked
      return [
        `${way.name}: ${pictures} pictures, ${robots} robots.txt, ${others} other; at one host at most ${mostAtOnce} at once, ${mostConnections} connections, ${mostPerSecond} in a second.`,
      ]
    })
    .join('\n')
}
