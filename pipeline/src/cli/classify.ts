import type { LoadedPromptSet } from '@warc2dataset/stages/prompts/load-prompt-set'
import { loadPromptSet } from '@warc2dataset/stages/prompts/load-prompt-set'
import { type Classified, classifyRun } from '../classify/classify-run.js'
import { formatOf } from '../classify/write-labelled.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { onlyArgument, outFolder, parseFlags, usageError, wholeNumber } from './parse-flags.js'
import { counted, percent } from './plain-numbers.js'
import { textTable } from './text-table.js'

const USAGE =
  'warc2dataset classify RUN --labels FILE [--model NAME] [--in kept|all] [--top K] [--out FILE.parquet|FILE.json] [--json]'
const FLAGS = {
  labels: { type: 'string' },
  model: { type: 'string' },
  in: { type: 'string' },
  top: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const
const MOST_TOP = 100
const ROWS_SHOWN = 40

/** `classify`: the user's own classes over the embeddings of a run. */
export async function classify(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const run = onlyArgument(positionals, 'run', USAGE)
  if (values.labels === undefined || values.labels.trim() === '')
    throw usageError('Expected a file of labels for --labels, got none', USAGE)
  const which = values.in ?? 'kept'
  if (which !== 'kept' && which !== 'all')
    throw usageError(`Expected kept or all for --in, got ${which}`, USAGE)
  const top = wholeNumber(values.top, 'top', 1, USAGE)
  if (top !== undefined && top > MOST_TOP)
    throw usageError(`Expected at most ${MOST_TOP} for --top, got ${top}`, USAGE)
  const out = outFile(values.out)
  const labels = await loadPromptSet(values.labels, 'usage')
  const { gives } = labels.set
  const found = await classifyRun(await openRun(run), {
    labels,
    which,
    top: top ?? (gives.kind === 'labels' ? gives.top : 3),
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(out === undefined ? {} : { out }),
  })
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify(asJson(run, labels, found), null, 2)}\n`
      : printable(describe(labels, found, out?.path)),
  )
  return 0
}

function outFile(value: string | undefined): { path: string; format: 'parquet' | 'json' } | undefined {
  const path = outFolder(value, USAGE)
  if (path === undefined) return undefined
  const format = formatOf(path)
  if (format === null)
    throw usageError(`Expected a name that ends in .parquet or .json for --out, got ${path}`, USAGE)
  return { path, format }
}

function asJson(run: string, { set, digest }: LoadedPromptSet, found: Classified): object {
  const { scorer, scale, pictures, withoutEmbedding, truncated, unknown, classes } = found
  return {
    run,
    model: { name: scorer.name, id: scorer.id, toy: scorer.toy },
    labels: { name: set.name, digest, classes: set.classes.length, truncated, unknown },
    scale,
    pictures,
    without_embedding: withoutEmbedding,
    classes: classes.map(({ label, pictures, share, meanP }) => ({ label, pictures, share, mean_p: meanP })),
  }
}

function describe({ set, digest }: LoadedPromptSet, found: Classified, out: string | undefined): string {
  const { scorer, pictures, classes } = found
  const seen = classes.filter((each) => each.pictures > 0)
  const shown = seen.slice(0, ROWS_SHOWN)
  const rows = shown.map(({ label, pictures: own, meanP }) => [
    oneLine(label),
    String(own),
    percent(own, pictures),
    meanP?.toFixed(3) ?? '-',
  ])
  const more = seen.length - shown.length
  return [
    `${counted(pictures, 'picture')} by ${counted(set.classes.length, 'label')} of ${set.name} (${digest.slice(0, 8)}), model ${scorer.name} (${scorer.id})`,
    '',
    ...(shown.length === 0 ? [] : textTable([['label', 'pictures', 'share', 'mean p'], ...rows])),
    ...(more > 0 ? [`… and ${counted(more, 'more label')} with pictures`] : []),
    ...(seen.length < classes.length
      ? [`${counted(classes.length - seen.length, 'label')} without a picture`]
      : []),
    '',
    ...notes(found),
    ...(out === undefined ? [] : [`Wrote ${out}: a row for each picture.`]),
    '',
  ].join('\n')
}

/** What a person must know before trusting the table. */
function notes({ scorer, withoutEmbedding, truncated, unknown }: Classified): readonly string[] {
  return [
    'Each picture has its best label among these, even where none fits. Probabilities are not calibrated.',
    ...(scorer.toy
      ? [
          `${scorer.id} is a toy model: outside its domain (${scorer.domain ?? 'unknown'}) this means nothing.`,
        ]
      : []),
    ...(withoutEmbedding !== null && withoutEmbedding > 0
      ? [`${counted(withoutEmbedding, 'kept sample')} without an embedding: not told.`]
      : []),
    ...(truncated > 0
      ? [`${counted(truncated, 'text')} longer than the model reads: only the beginning counts.`]
      : []),
    ...(unknown > 0 ? [`${counted(unknown, 'prompt')} left out: the model does not know the words.`] : []),
  ]
}

function oneLine(label: string): string {
  return label.replace(/\s+/g, ' ')
}
