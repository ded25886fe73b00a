import {
  DROP_REASONS,
  FAILURE_CODES,
  type FetchedRow,
  type LedgerRow,
  type Verdict,
} from '@warc2dataset/schemas'
import { type Explanation, explainUrl } from '../look/explain-url.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { onlyArgument, parseFlags, usageError } from './parse-flags.js'

const USAGE = 'warc2dataset explain RUN URL'
const MAX_OCCURRENCES = 20
const SENTENCES: Readonly<Record<string, string>> = { ...DROP_REASONS, ...FAILURE_CODES }

/** `explain`: the way of one picture URL through the run, stage by stage, in plain text. */
export async function explain(args: readonly string[]): Promise<number> {
  const { positionals } = parseFlags(args, {}, USAGE)
  const [run, url, ...rest] = positionals
  if (url === undefined || rest.length > 0) throw usageError('Expected a run and a URL', USAGE)
  const found = await explainUrl(await openRun(onlyArgument([run ?? ''], 'run', USAGE)), url)
  process.stdout.write(printable(`${describe(found)}\n`))
  return 0
}

function describe(found: Explanation): string {
  const lines = [
    found.url,
    ...occurrences(found),
    ...extract(found),
    ...dedup(found),
    ...plan(found),
    ...fetch(found),
    ...score(found),
    ...annotate(found),
    ...caption(found),
    ...select(found),
    ...pack(found),
  ]
  return [...lines, ...fates(found)].join('\n')
}

function step(stage: string, text: string): string {
  return `${stage.padEnd(9)}${text}`
}

function occurrences({ candidates, ledger }: Explanation): readonly string[] {
  const rows = candidates.length > 0 ? candidates : ledger
  const lines = rows.slice(0, MAX_OCCURRENCES).map((row) => {
    const text = 'texts' in row ? row.texts[0]?.text : row.text
    const place = `${row.warc_filename} at ${row.warc_record_offset}, picture ${row.image_index}`
    return step(
      'extract',
      `${place}, ${row.page_url === null ? 'a row of a list' : `on ${row.page_url}`}, text ${JSON.stringify(text)}, candidate ${row.candidate_id}`,
    )
  })
  const more = rows.length - MAX_OCCURRENCES
  return more > 0 ? [...lines, step('', `… and ${more} more`)] : lines
}

/** Verdicts of extract: of everybody who left there, and of the candidate that goes on. */
function extract({ candidates, unique, ledger }: Explanation): readonly string[] {
  const left = ledger.filter(({ exit_phase }) => exit_phase === 'extract')
  const goesOn = candidates.filter(({ candidate_id }) => candidate_id === unique?.candidate_id)
  return [...left, ...goesOn].flatMap(({ verdicts }) =>
    verdicts.map((verdict) => verdictLine('extract', verdict)),
  )
}

function dedup({ unique, candidates }: Explanation): readonly string[] {
  if (unique === null) return []
  const texts = unique.texts.map(({ kind, text, n }) => `${kind} ${JSON.stringify(text)} (${n})`).join(', ')
  return [
    step(
      'dedup',
      `candidate ${unique.candidate_id} survives of ${candidates.length}; ${unique.distinct_texts} distinct texts, kept: ${texts}`,
    ),
  ]
}

function plan({ unique, planned, ledger }: Explanation): readonly string[] {
  const row = planned ?? ledger.find(({ exit_phase }) => exit_phase === 'plan')
  const own = row?.verdicts.slice(unique?.verdicts.length ?? 0) ?? []
  const lines = own.map((verdict) => verdictLine('plan', verdict))
  return planned === null ? lines : [...lines, step('plan', `key ${planned.key}`)]
}

function fetch({ fetched }: Explanation): readonly string[] {
  if (fetched === null) return []
  const { capture_filename, capture_offset, capture_date, status, error_message } = fetched
  const capture =
    capture_filename === null
      ? webAnswer(fetched)
      : `response record in ${capture_filename} at ${capture_offset}, captured ${date(capture_date)}, HTTP ${fetched.capture_status ?? '-'}`
  const result =
    status === 'success'
      ? `${fetched.format} ${fetched.original_width}x${fetched.original_height}, ${fetched.original_bytes} bytes, stored ${fetched.width}x${fetched.height} ${fetched.reencoded ? 're-encoded' : 'as it was'}`
      : `${status}: ${error_message}`
  return [step('fetch', capture), step('fetch', result)]
}

/** Where the picture came from, if not out of an archive. */
function webAnswer({ attempts, final_url, error_message }: FetchedRow): string {
  if (attempts !== null) {
    return `answer from ${final_url ?? 'its URL'} after ${attempts} request${attempts === 1 ? '' : 's'}`
  }
  return error_message?.startsWith('not_in_archive') ? 'no response record in the archives' : 'no picture'
}

function score({ scores }: Explanation): readonly string[] {
  return scores.flatMap(({ scorer, scored, unscored }) => {
    if (scored === null) return [step('score', `${scorer}: no embedding, ${unscored?.problem}`)]
    const texts = [{ text: scored.caption, similarity: scored.similarity }, ...scored.extra_texts].map(
      ({ text, similarity }) => `${similarity?.toFixed(4) ?? 'none'} ${JSON.stringify(text)}`,
    )
    const why = scored.problem === null ? '' : ` (${scored.problem})`
    return [step('score', `${scorer}, ${scored.score_model}: ${texts.join(', ')}${why}`)]
  })
}

function annotate({ annotations }: Explanation): readonly string[] {
  return annotations.map(({ annotator, values }) => {
    const shown = Object.entries(values ?? {}).map(([name, value]) => `${name} ${value ?? 'none'}`)
    return step('annotate', `${annotator}: ${shown.join(', ') || 'nothing'}`)
  })
}

/** Of equal texts the first is the one that was taken: of equal scores the first wins. */
function caption({ captions, dataset }: Explanation): readonly string[] {
  const row = dataset?.row
  const taken =
    row?.caption_source === 'synthetic' ? captions.findIndex(({ text }) => text === row.caption) : -1
  return captions.map(({ candidate, outcome, text, similarity, detail, caption_model }, index) => {
    const said =
      text === null
        ? `${outcome}, ${detail ?? 'no reason given'}`
        : `${similarity?.toFixed(4) ?? 'none'} ${JSON.stringify(text)}`
    return step('caption', `${candidate}, ${caption_model}: ${said}${index === taken ? ', TAKEN' : ''}`)
  })
}

function select({ ledger, planned }: Explanation): readonly string[] {
  const row = ledger.find(({ exit_phase }) => exit_phase === 'select')
  const before = planned?.verdicts.length ?? 0
  const own = row?.verdicts.slice(before) ?? []
  if (row !== undefined && own.length === 0) return [step('select', 'no filter')]
  return own.map((verdict) => verdictLine('select', verdict))
}

function pack({ dataset }: Explanation): readonly string[] {
  if (dataset === null) return []
  const { shard, row } = dataset
  const member = `${shard}.tar, member ${row.key}.jpg, TEXT ${JSON.stringify(row.TEXT)}`
  if (row.bucket === 'none') return [step('pack', member)]
  const { resized_width, resized_height, crop_x, crop_y } = row
  const cut = `scaled to ${resized_width}x${resized_height}, cut at ${crop_x},${crop_y}`
  return [step('pack', `${member}, bucket ${row.bucket}: ${cut}`)]
}

function fates({ ledger }: Explanation): readonly string[] {
  return ledger.map((row) => step('fate', fate(row)))
}

function fate(row: LedgerRow): string {
  const who = `candidate ${row.candidate_id}`
  if (row.outcome === 'kept') return `${who} KEPT`
  const survivor = row.survivor_id === null ? '' : `, survivor ${row.survivor_id}`
  const detail = row.detail === null ? '' : ` [${row.detail}]`
  const filter = row.filter === null ? '' : ` by ${row.filter}`
  const shadow = row.shadow ? `; carried on by the shadow sample until ${row.shadow_fate}` : ''
  return `${who} ${row.outcome.toUpperCase()} in ${row.exit_phase}: ${row.reason}${filter}${detail}${survivor}${shadow}. ${SENTENCES[row.reason ?? ''] ?? ''}`
}

function verdictLine(stage: string, { filter, score, value, pass }: Verdict): string {
  const seen = score === null ? (value ?? 'nothing') : String(score)
  return step(stage, `${filter}: ${seen}, ${pass ? 'pass' : 'FAIL'}`)
}

function date(ms: bigint | null): string {
  return ms === null ? 'at an unknown time' : new Date(Number(ms)).toISOString()
}
