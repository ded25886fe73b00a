import type { Downloaded, Located, Sample } from '@warc2dataset/schemas'
import { from, type Line, type LineBuilder } from '@warc2dataset/stages/compose'
import { decodePicture } from '@warc2dataset/stages/fetch/decode-picture'
import { downloadPicture } from '@warc2dataset/stages/fetch/download-picture'
import { fallBack } from '@warc2dataset/stages/fetch/fall-back'
import { locateCaptures } from '@warc2dataset/stages/fetch/locate-captures'
import { readCapture } from '@warc2dataset/stages/fetch/read-capture'
import { readPlan } from '@warc2dataset/stages/fetch/read-plan'
import { requireCapture } from '@warc2dataset/stages/fetch/require-capture'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import type { Sink } from '@warc2dataset/stages/stage'
import { extractedOpener } from '../archives/run-opener.js'
import { filesUnder } from '../commits/commits.js'
import type { FetchBlocks } from './fetch-blocks.js'
import { fetchLimits } from './fetch-limits.js'
import type { Job, RunView } from './phase.js'
import { inputs } from './unit-tools.js'
import { fetcherOptions, noteRules, signalRules, sitesOf } from './web-options.js'

interface LineEnds {
  /** The plan's file of the shard. */
  readonly plan: string
  readonly shard: Sink<Sample, Located>
  readonly blocks: FetchBlocks | null
  /** Keys that are asked for; all, if not given. */
  readonly only?: ReadonlySet<string>
}

/**
 * Candidates of one worker that wait for the web at once. What waits holds a row and no picture; a plan mixes its sites
 * evenly, so that a slow one has to be a good part of it to be all that waits, and then it is what the shard takes.
 */
const UNDER_WAY = 1_024

/** Pictures out of the run's own archives. */
export async function archiveLine(job: Job, duck: Duck, { plan, shard, blocks }: LineEnds): Promise<Line> {
  const { view } = job
  const records = await recordsOf(job)
  const read = from(locateCaptures(duck, { plan, records, maxBytes: view.recipe.fetch.max_bytes }))
    .through(requireCapture())
    .through(await captures(view))
  return store(read, view, blocks).into(shard)
}

async function recordsOf(job: Job): Promise<readonly string[]> {
  return inputs(job, filesUnder(await job.view.commits('extract'), 'records/'))
}

async function captures(view: RunView): Promise<ReturnType<typeof readCapture>> {
  const archives = new Map(view.archives.map(({ name, path }) => [name, path]))
  const maxBytes = view.recipe.fetch.max_bytes
  return readCapture({
    archives,
    maxBytes,
    signals: signalRules(view.recipe),
    open: await extractedOpener(view),
  })
}

/** Pictures from where they are: one answer per URL. What is gone may be in the run's archives. */
export async function webLine(job: Job, duck: Duck, { plan, shard, blocks, only }: LineEnds): Promise<Line> {
  const { view } = job
  const { fetch } = view.recipe
  // What a task may ask of a site is the coordinator's to know; here a site is only a name.
  const siteOf = sitesOf(view.recipe, 1)
  const download = downloadPicture({
    ...fetcherOptions(view.recipe),
    retries: fetch.retries,
    notes: noteRules(view.recipe),
    signals: signalRules(view.recipe),
    siteOf: (origin) => {
      const { name, limits } = siteOf(origin)
      return { name, requestMs: 1000 / limits.requestsPerSecond }
    },
    siteBudgetMs: fetch.site_budget_ms,
  })
  const falls = fetch.fall_back === 'archive'
  const source = readPlan(duck, plan, UNDER_WAY, {
    records: falls ? await recordsOf(job) : [],
    ...(only === undefined ? {} : { only }),
  })
  const read = from(source).through(falls ? fallBack(download, await captures(view)) : download)
  return store(read, view, blocks).into(shard)
}

/** From original bytes to a picture that can be stored: past the hash lists as soon as there is something to hash. */
function store(
  read: LineBuilder<Located, Downloaded>,
  view: RunView,
  blocks: FetchBlocks | null,
): LineBuilder<Located, Sample> {
  if (blocks === null) return read.through(decode(view))
  return read.through(blocks.bytes).through(decode(view)).through(blocks.pictures)
}

function decode({ recipe }: RunView): ReturnType<typeof decodePicture> {
  return decodePicture({
    limits: fetchLimits(recipe),
    children: 1,
    refuseDataMining: recipe.opt_out.xmp,
    keepOriginal: recipe.fetch.keep_original,
  })
}
