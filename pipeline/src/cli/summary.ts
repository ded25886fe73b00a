import { type Counts, PHASES, type PhaseName } from '@warc2dataset/schemas'
import { exits } from '../commits/counts.js'
import type { RunReport } from '../run/run-options.js'
import { printable } from './exit.js'
import { counted, grouped, percent } from './plain-numbers.js'
import type { ProgressMode } from './progress.js'
import { textTable } from './text-table.js'

type Summed = Pick<RunReport, 'counts' | 'work' | 'funnel' | 'mayPass' | 'selected'>

const SHOWN_REASONS = 4
const SHOWN_BUCKETS = 6

/** The funnel, for a person, on stdout; as one event with json; nothing if quiet. */
export function printSummary(report: RunReport, out: string, mode: ProgressMode): void {
  if (mode === 'json') {
    const event = { time: new Date().toISOString(), event: 'run_done', out, ...report }
    process.stderr.write(`${JSON.stringify(event)}\n`)
  }
  if (mode === 'live') process.stdout.write(printable(`${summaryLines(report, out).join('\n')}\n`))
}

/** Phase by phase who went on and who was left out why, what it cost, and where it lies. */
export function summaryLines(
  { counts, work, funnel, mayPass, selected }: Summed,
  out: string,
): readonly string[] {
  return [
    '',
    ...phaseTable(counts),
    '',
    ...fates(funnel),
    ...again(mayPass),
    ...training(selected),
    ...costs(work),
    ...places(counts, out),
    '',
  ]
}

/** Phases where nobody leaves have nothing to tell here. */
const SILENT: readonly PhaseName[] = ['score', 'annotate', 'caption', 'pack', 'latents']

function phaseTable(counts: Summed['counts']): readonly string[] {
  const rows = PHASES.flatMap((phase) => {
    const own = counts[phase]
    if (own === undefined || SILENT.includes(phase)) return []
    return [[phase, grouped(own.in), grouped(exits(own)), grouped(own.kept), reasons(own)]]
  })
  return textTable([['phase', 'in', 'left out', 'went on', 'why left out'], ...rows])
}

/** Most frequent first. */
function reasons({ dropped, failed }: Counts): string {
  const all = [...Object.entries(dropped), ...Object.entries(failed)]
    .filter(([, n]) => n > 0)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const shown = all.slice(0, SHOWN_REASONS).map(([reason, n]) => `${reason} ${grouped(n)}`)
  const rest = all.slice(SHOWN_REASONS)
  const restRows = rest.reduce((sum, [, n]) => sum + n, 0)
  return [...shown, ...(rest.length === 0 ? [] : [`${rest.length} other reasons ${grouped(restRows)}`])].join(
    ', ',
  )
}

function fates(funnel: Summed['funnel']): readonly string[] {
  if (funnel === null) return ['Stopped as asked; the same command without --until continues.']
  const { candidates, kept, dropped, failed } = funnel
  return [
    `${grouped(candidates)} candidates = ${grouped(kept)} kept (${percent(kept, candidates)}) + ${grouped(dropped)} dropped + ${grouped(failed)} failed`,
  ]
}

function again(mayPass: number): readonly string[] {
  if (mayPass === 0) return []
  return [`${counted(mayPass, 'failure')} of fetch may pass: run again with --retry-failed to ask for those`]
}

/** What a trainer will see of the kept: whose words, and which sizes. */
function training(selected: Summed['selected']): readonly string[] {
  if (selected === null) return []
  const { captions, shards, shrunk_too_small } = selected
  const lines: string[] = []
  if (captions.synthetic > 0 || captions.fell_back > 0) {
    const why =
      captions.fell_back === 0 ? '' : ` (${grouped(captions.fell_back)} since no caption was written)`
    lines.push(`Captions:  ${grouped(captions.synthetic)} synthetic, ${grouped(captions.alt)} alt${why}`)
  }
  const buckets = new Map<string, number>()
  for (const { bucket, samples } of shards) buckets.set(bucket, (buckets.get(bucket) ?? 0) + samples)
  if (!buckets.has('none') && buckets.size > 0) {
    const largest = [...buckets].sort(([, a], [, b]) => b - a).slice(0, SHOWN_BUCKETS)
    const shown = largest.map(([bucket, n]) => `${bucket} ${grouped(n)}`).join(', ')
    const rest = buckets.size > SHOWN_BUCKETS ? ', …' : ''
    lines.push(
      `Buckets:   ${counted(buckets.size, 'size')} in ${counted(shards.length, 'shard')}: ${shown}${rest}`,
    )
  }
  if (shrunk_too_small > 0) {
    lines.push(
      `${counted(shrunk_too_small, 'picture')} too small for a bucket only as fetch stored them: fetch.resize.max_area is too small for select.bucket`,
    )
  }
  return lines
}

const WORK_NAMES: Readonly<Record<string, string>> = {
  archive_passes: 'archive pass',
  records_read: 'records read',
  requests: 'requests for pictures',
  site_requests: 'for robots.txt and the like',
  pictures_decoded: 'pictures decoded',
  inferences: 'inferences',
  captions_asked: 'requests for captions',
}

function costs(work: Summed['work']): readonly string[] {
  const parts = Object.entries(work).flatMap(([name, n]) => {
    const plural = name === 'archive_passes' && n > 1 ? 'archive passes' : (WORK_NAMES[name] ?? name)
    return n === 0 ? [] : [`${grouped(n)} ${plural}`]
  })
  return [`This time: ${parts.length === 0 ? 'no picture, record or model was touched' : parts.join(', ')}`]
}

function places({ select, pack, latents }: Summed['counts'], out: string): readonly string[] {
  if (latents !== undefined)
    return [
      `Dataset:   ${out}/dataset, ${counted(pack?.kept ?? latents.kept, 'sample')}`,
      `Latents:   ${out}/latents, ${counted(latents.kept, 'sample')}`,
    ]
  if (pack !== undefined) return [`Dataset:   ${out}/dataset, ${counted(pack.kept, 'sample')}`]
  return [select === undefined ? `Run:       ${out}` : `Selection: ${out}/selections`]
}
