import type { Way, WayRun } from './extract-ways.js'
import { median } from './measure.js'

/** A way and its runs, a round each; a message instead where it failed. */
export interface Row {
  readonly way: Way
  readonly runs: readonly WayRun[] | string
}

const HEAD =
  "| who | wall s | CPU s | × gunzip's CPU throughput | MB/s inflated | peak MiB | `<img>` | pairs |\n|---|---|---|---|---|---|---|---|\n"

/** Rows of the table; medians over the rounds, the ratio that of each round's own gunzip. */
export function tableOf(rows: readonly Row[], gunzip: readonly WayRun[], inflatedBytes: number): string {
  return HEAD + rows.map((row) => `| ${cellsOf(row, gunzip, inflatedBytes).join(' | ')} |\n`).join('')
}

function cellsOf({ way, runs }: Row, gunzip: readonly WayRun[], inflatedBytes: number): readonly string[] {
  if (typeof runs === 'string') return [way.name, `failed: ${runs}`, '', '', '', '', '', '']
  const over = (of: (run: WayRun, round: number) => number): number => median(runs.map(of))
  const found = runs.at(-1)?.found
  const seconds = over(({ run }) => run.seconds)
  return [
    way.name,
    seconds.toFixed(2),
    over(({ run }) => run.cpuSeconds).toFixed(2),
    over(({ run }, round) => (gunzip[round]?.run.cpuSeconds ?? Number.NaN) / run.cpuSeconds).toFixed(2),
    (inflatedBytes / 1e6 / seconds).toFixed(1),
    Math.max(...runs.map(({ run }) => run.peakMiB)).toFixed(0),
    found?.images?.toString() ?? '',
    found?.pairs?.toString() ?? '',
  ]
}

/** What the rows say of each other: `mine` is this tool by src and alt alone, as the peers read. */
export function agreement(
  rows: readonly Row[],
  mine: { readonly images: number; readonly pairs: number },
): string {
  const peers = rows.filter(({ way }) => way.isPeer)
  const responses = new Set(foundOf(rows, 'responses').map(([, n]) => n))
  return [
    responses.size === 1
      ? `Responses: ${[...responses][0]} by every reader.`
      : `Responses DIFFER: ${foundOf(rows, 'responses').map(told).join('; ')}.`,
    `By src and alt alone (extract.url.choose: src) this tool has ${mine.pairs} pairs; its default also reads srcset, <source> and lazy attributes, and joins copies in <noscript>.`,
    besideMine(foundOf(peers, 'images'), mine.images, '`<img>`'),
    besideMine(foundOf(peers, 'pairs'), mine.pairs, 'pairs'),
  ].join('\n')
}

type Count = readonly [name: string, n: number]

function foundOf(rows: readonly Row[], field: 'responses' | 'images' | 'pairs'): readonly Count[] {
  return rows.flatMap(({ way, runs }): readonly Count[] => {
    const n = typeof runs === 'string' ? null : (runs.at(-1)?.found[field] ?? null)
    return n === null ? [] : [[way.name, n]]
  })
}

function besideMine(counts: readonly Count[], mine: number, what: string): string {
  const same = counts.filter(([, n]) => n === mine).map(([name]) => name)
  const others = counts.filter(([, n]) => n !== mine)
  const rest = others.length === 0 ? '' : ` Others: ${others.map(told).join('; ')}.`
  return `As many ${what} (${mine}): ${same.join('; ') || 'nobody'}.${rest}`
}

function told([name, n]: Count): string {
  return `${name} ${n}`
}
