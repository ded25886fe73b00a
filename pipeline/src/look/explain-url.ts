import {
  type Candidate,
  type CaptionRow,
  type Columns,
  candidateColumns,
  datasetColumns,
  type FetchedRow,
  fetchedColumns,
  type LedgerRow,
  ledgerColumns,
  type PhaseName,
  type Planned,
  plannedColumns,
  type RowOf,
  RunError,
  type ScoredRow,
  scoredColumns,
  type Unique,
  type UnscoredRow,
  uniqueColumns,
  unscoredColumns,
} from '@warc2dataset/schemas'
import { blockedAlias } from '@warc2dataset/stages/block/blocked'
import { resolveImageUrl } from '@warc2dataset/stages/html/resolve-url'
import { type Duck, literal, scan } from '@warc2dataset/stages/parquet/duck'
import { filesUnder } from '../commits/commits.js'
import { readBlockKey } from '../phases/block-key.js'
import { placeOf, type RunView } from '../phases/phase.js'
import { withTempDuck } from '../storage/temp-duck.js'
import { type Annotation, findAnnotations } from './find-annotations.js'
import { findCaptions } from './find-captions.js'
import { isLedger } from './is-ledger.js'

/** Everything that a run says of one picture URL: a row of each stored layout that names it. */
export interface Explanation {
  readonly url: string
  readonly candidates: readonly Candidate[]
  /** The survivor of deduplication. */
  readonly unique: Unique | null
  readonly planned: Planned | null
  readonly fetched: FetchedRow | null
  /** What each scorer says of it, the primary one first; `unscored` where there is no embedding. */
  readonly scores: readonly {
    readonly scorer: string
    readonly scored: ScoredRow | null
    readonly unscored: UnscoredRow | null
  }[]
  readonly annotations: readonly Annotation[]
  /** What was asked of a captioner, by candidate. */
  readonly captions: readonly CaptionRow[]
  readonly ledger: readonly LedgerRow[]
  /** Dataset shard that holds it. */
  readonly dataset: { readonly shard: string; readonly row: RowOf<typeof datasetColumns> } | null
}

/**
 * Looks a URL up in every layout of the run.
 * @throws RunError exit 2 if no candidate has the URL.
 */
export async function explainUrl(view: RunView, text: string): Promise<Explanation> {
  const resolved = resolveImageUrl(text, null)
  const url = 'url' in resolved ? resolved.url : text
  return withTempDuck(async (duck, scratch) => {
    const find = <C extends Columns>(
      phase: PhaseName,
      prefix: string,
      columns: C,
      where = `url = ${literal(url)}`,
    ): Promise<RowOf<C>[]> => findRows(duck, view, { phase, prefix, columns, where, scratch })
    const candidates = await find('extract', 'candidates/', candidateColumns)
    const ledger = [
      ...(await find('extract', 'ledger/', ledgerColumns)),
      ...(await find('dedup', 'ledger/', ledgerColumns)),
      ...(await find('plan', 'ledger/', ledgerColumns)),
      ...(await find('fetch', 'ledger/', ledgerColumns)),
      ...(await find('select', 'selections/', ledgerColumns)),
    ]
    if (candidates.length === 0 && ledger.length === 0) {
      throw new RunError(
        'usage',
        `Expected the URL of a candidate, got ${url}, which no page of the run names`,
      )
    }
    const [unique = null] = await find('dedup', 'deduped/', uniqueColumns)
    const [planned = null] = await find('plan', 'plan/', plannedColumns)
    const blocked = await blockedWhere(view, planned)
    ledger.push(...(await find('fetch', 'ledger/', ledgerColumns, blocked)))
    const [fetched = null] = [
      ...(await find('fetch', 'fetched/', fetchedColumns)),
      ...(await find('fetch', 'fetched/', fetchedColumns, blocked)),
    ]
    const scores: Explanation['scores'][number][] = []
    for (const { name } of view.scorers) {
      const [scored = null] = await find('score', `scored/${name}/metadata/`, scoredColumns)
      const [unscored = null] = await find('score', `scored/${name}/unscored/`, unscoredColumns)
      if (scored !== null || unscored !== null) scores.push({ scorer: name, scored, unscored })
    }
    return {
      url,
      candidates,
      unique,
      planned,
      fetched,
      scores,
      annotations: planned === null ? [] : await findAnnotations(duck, view, planned.key, scratch),
      captions: planned === null ? [] : await findCaptions(duck, view, planned.key, scratch),
      ledger,
      dataset: await findInDataset(duck, view, url, scratch),
    }
  })
}

/** SQL for the rows that a planned candidate left if it was blocked: they name nothing but its alias. */
async function blockedWhere({ storage }: RunView, planned: Planned | null): Promise<string> {
  const key = planned === null ? null : await readBlockKey(storage)
  if (planned === null || key === null) return 'false'
  return `url = '' AND candidate_id = ${blockedAlias(key, planned.candidate_id)}`
}

interface Lookup<C extends Columns> {
  readonly phase: PhaseName
  readonly prefix: string
  readonly columns: C
  /** SQL over the columns. */
  readonly where: string
  readonly scratch: string
}

async function findRows<C extends Columns>(
  duck: Duck,
  view: RunView,
  lookup: Lookup<C>,
): Promise<RowOf<C>[]> {
  const { phase, prefix, columns, where, scratch } = lookup
  const names = filesUnder(await view.commits(phase), prefix).filter((name) => name.endsWith('.parquet'))
  const wanted = prefix === 'selections/' ? names.filter((name) => isLedger(name)) : names
  const paths = await Promise.all(wanted.map((name) => placeOf(phase, view).toLocal(name, scratch)))
  const order =
    'image_index' in columns ? 'warc_filename, warc_record_offset, warc_inner_offset, image_index' : '1'
  return duck.rows(`FROM ${scan(paths, columns)} WHERE ${where} ORDER BY ${order}`)
}

async function findInDataset(
  duck: Duck,
  view: RunView,
  url: string,
  scratch: string,
): Promise<Explanation['dataset']> {
  for (const name of filesUnder(await view.commits('pack'), 'dataset/')) {
    if (!name.endsWith('.parquet')) continue
    const path = await view.target.toLocal(name, scratch)
    const [row] = await duck.rows<RowOf<typeof datasetColumns>>(
      `FROM ${scan([path], datasetColumns)} WHERE "URL" = ${literal(url)}`,
    )
    if (row !== undefined) return { shard: name.replace(/\.parquet$/, ''), row }
  }
  return null
}
