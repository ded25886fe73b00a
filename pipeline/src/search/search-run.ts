import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import type { RunView } from '../phases/phase.js'
import { scorerOf } from '../phases/score.js'
import { withDuckIn } from '../storage/temp-duck.js'
import { drawHits } from './draw-hits.js'
import { encodeQuery } from './encode-query.js'
import { openFinder } from './find-rows.js'
import { type FoldBy, findFolded } from './fold-duplicates.js'
import { openSearch, type SearchedEmbeddings } from './open-search.js'
import { type Query, termName } from './query-term.js'
import { readHits } from './read-hits.js'
import { openRunIndex } from './run-index.js'
import type { SearchReport } from './search-report.js'
import {
  allowedRows,
  type FateCounts,
  loadRows,
  type RowFiles,
  rowFiles,
  type SearchedSide,
} from './searchable-rows.js'

export interface SearchOptions {
  readonly query: Query
  /** Name of a scorer of the run; the primary one if not given. */
  readonly model?: string
  readonly side: 'image' | 'text'
  /** Kept if not given; both where nothing was judged yet. */
  readonly in?: SearchedSide
  /** Pictures wanted, 1 or more. */
  readonly count: number
  readonly fold: FoldBy
  /** True: no index is asked, however many rows there are. */
  readonly exact: boolean
  /** Draw a contact sheet of the results, too. */
  readonly withSheet: boolean
  /** Up to this many rows the scan is taken; for tests. */
  readonly mostExact?: number
}

export interface Searched {
  readonly report: SearchReport
  /** JPEG. */
  readonly sheet: Buffer | null
}

/** Rows up to which a scan takes seconds on one core. */
const MOST_EXACT = 1_000_000

/**
 * Searches the embeddings of a run. What is not shown is counted in the report.
 * @throws RunError exit 2 for a run without scores, an unknown key or model, or a query that says nothing; exit 5 if the
 * model is missing; exit 12 for an unreadable picture.
 */
export async function searchRun(view: RunView, options: SearchOptions): Promise<Searched> {
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-search-'))
  try {
    const opened = await openSearch(view, options.model, scratch)
    const files = await rowFiles(view, opened.shards, scratch)
    return await withDuckIn(scratch, async (duck) => {
      const fates = await loadRows(duck, files, opened.images)
      return search(view, { ...options, opened, files, fates, duck, scratch })
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

interface Context extends SearchOptions {
  readonly opened: SearchedEmbeddings
  readonly files: RowFiles
  readonly fates: FateCounts
  readonly duck: Duck
  readonly scratch: string
}

async function search(view: RunView, context: Context): Promise<Searched> {
  const { opened, files, fates, duck, scratch, side, fold, count } = context
  const { scorer, images, texts } = opened
  const which = searchedSide(context.in, fates)
  const encoded = await encodeQuery(view, context)
  const allowed = await allowedRows(duck, which, images.rows)
  const mayIndex = !context.exact && images.rows > (context.mostExact ?? MOST_EXACT)
  const embeddings = side === 'image' ? images : texts
  const index = mayIndex ? await openRunIndex(view, { scorer: scorer.name, side }, embeddings, scratch) : null
  const finder = openFinder({ embeddings, query: encoded.vector, allowed, index })
  const rows = await findFolded(duck, { count, by: fold, side: which, find: finder.find })
  const found = await readHits(duck, files, rows)
  const results = found.map(({ hit }) => hit)
  const { name, id, toy } = scorer
  const notes = [
    ...encoded.notes,
    ...(toy ? [`${name} is a toy model: outside its domain its similarities say nothing.`] : []),
    ...(await shardNotes(view, opened)),
    ...(mayIndex && index === null
      ? ['No index is built: every row was looked at. --build-index makes one.']
      : []),
    ...(index !== null && !finder.usedIndex()
      ? ['Too few rows of the index may be shown here: every row was looked at instead.']
      : []),
  ]
  const searched = allowed?.count ?? images.rows
  const hidden = { ...fates, ...(which === 'both' ? { kept: 0, cut: 0, unjudged: 0 } : { [which]: 0 }) }
  const report: SearchReport = {
    version: 1,
    run: view.target.place,
    model: { name, id, toy },
    query: { plus: context.query.plus.map(termName), minus: context.query.minus.map(termName) },
    side,
    in: which,
    fold,
    method:
      index !== null && finder.usedIndex()
        ? { kind: 'index', library: index.library, recall: index.recall }
        : { kind: 'exact' },
    counts: {
      rows: images.rows,
      searched,
      hidden,
      no_embedding: await withoutEmbedding(view, opened),
      not_finite: finder.notFinite(),
      folded: results.reduce((sum, { duplicates }) => sum + duplicates.length, 0),
    },
    notes,
    results,
  }
  return { report, sheet: context.withSheet ? await drawHits(view, report, found, scratch) : null }
}

/** @throws RunError exit 2 if a side is asked for and nothing was judged. */
function searchedSide(asked: SearchedSide | undefined, { kept, cut }: FateCounts): SearchedSide {
  const isJudged = kept + cut > 0
  if (asked === undefined) return isJudged ? 'kept' : 'both'
  if (asked === 'both' || isJudged) return asked
  throw new RunError(
    'usage',
    `Expected a run that is through select for --in ${asked}, got one whose pictures are not judged: use --in both`,
  )
}

/** Says so if not every fetched shard was scored yet. */
async function shardNotes(view: RunView, { shards, scorer }: SearchedEmbeddings): Promise<readonly string[]> {
  const fetched = (await view.commits('fetch')).length
  if (shards.length >= fetched) return []
  return [`${scorer.name} has scored ${shards.length} of ${fetched} fetched shards so far.`]
}

async function withoutEmbedding(view: RunView, { scorer, images }: SearchedEmbeddings): Promise<number> {
  const commits = (await view.commits('score')).filter(({ unit }) => scorerOf(unit) === scorer.name)
  return commits.reduce((sum, { counts }) => sum + counts.in, 0) - images.rows
}
