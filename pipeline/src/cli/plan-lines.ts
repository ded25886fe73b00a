import { DROP_REASONS, type Recipe } from '@warc2dataset/schemas'
import type { Estimate, Figure } from '../estimate/estimate-run.js'
import type { Sample } from '../estimate/take-sample.js'
import { byteSize, counted, duration, grouped } from './plain-numbers.js'
import { textTable } from './text-table.js'
import { wrapWords } from './wrap-words.js'

interface Place {
  readonly out: string
  readonly freeBytes: number
}

const NOTE_COLUMNS = 60

/** The estimate for a person: every number with where it comes from. */
export function planLines(
  { extent }: Pick<Sample, 'extent'>,
  estimate: Estimate,
  recipe: Recipe,
  { out, freeBytes }: Place,
): readonly string[] {
  const size = (n: number): string => (extent.unit === 'bytes' ? byteSize(n) : counted(n, 'row'))
  const files = extent.unit === 'bytes' ? 'archive' : 'list'
  const { candidates, dropped, planned, requests, pictures, diskBytes } = estimate
  const shards = Math.ceil(planned.high / recipe.fetch.shard_size)
  return [
    `Sample: ${size(extent.sampled)} of ${size(extent.total)}, ${extent.sampledFiles} of ${counted(extent.files, files)}`,
    '',
    ...textTable(
      [
        ['', 'number', 'how known', ''],
        row('candidates', candidates, grouped),
        ...Object.entries(dropped)
          .filter(([, { high }]) => high > 0)
          .map(([reason, figure]) =>
            row(`  - ${reason}`, { ...figure, note: about(reason, figure.note) }, grouped),
          ),
        row('to fetch', { ...planned, note: join(counted(shards, 'shard'), planned.note) }, grouped),
        row('requests', requests, grouped),
        row('pictures', pictures, grouped),
        row('disk', diskBytes, byteSize),
        ['  free', byteSize(freeBytes), 'exact', `where ${out} is`],
        row('time: extract', estimate.extractMs, duration),
        row('  dedup, plan, select', estimate.tablesMs, duration),
        row('  fetch', estimate.fetchMs, duration),
        ...scoreRows(recipe),
      ].flatMap(wrapNote),
    ),
    '',
    'What select leaves out is not known before pictures are there.',
  ]
}

function scoreRows({ score }: Recipe): readonly (readonly string[])[] {
  if (score.models.length === 0) return []
  return [['  score', '?', 'unknown', `depends on ${score.models.join(', ')} and where it runs`]]
}

function row(
  name: string,
  { low, high, basis, note }: Figure,
  show: (n: number) => string,
): readonly string[] {
  const value = (n: number): string => show(basis === 'exact' ? n : Number(n.toPrecision(3)))
  const number = value(low) === value(high) ? value(low) : `${value(low)} - ${value(high)}`
  return [name, number, basis, note]
}

/** A note that is long goes on below itself. */
function wrapNote(cells: readonly string[]): readonly (readonly string[])[] {
  const [first = '', ...more] = wrapWords(cells.at(-1) ?? '', NOTE_COLUMNS)
  const blank = cells.slice(0, -1).map(() => '')
  return [[...cells.slice(0, -1), first], ...more.map((line) => [...blank, line])]
}

function about(reason: string, note: string): string {
  const sentence = (DROP_REASONS as Readonly<Record<string, string>>)[reason] ?? ''
  return reason === 'dup_url' ? note : sentence.split(/ \(|[;.]( |$)/)[0]?.trim() || note
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ')
}
