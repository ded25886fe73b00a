import type { Downloaded, Located, Sample } from '@warc2dataset/schemas'
import { from, type Line, type LineBuilder } from '@warc2dataset/stages/compose'
import { decodePicture } from '@warc2dataset/stages/fetch/decode-picture'
import { downloadPicture } from '@warc2dataset/stages/fetch/download-picture'
import { locateCaptures } from '@warc2dataset/stages/fetch/locate-captures'
import { readCapture } from '@warc2dataset/stages/fetch/read-capture'
import { readPlan } from '@warc2dataset/stages/fetch/read-plan'
import { requireCapture } from '@warc2dataset/stages/fetch/require-capture'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import type { Sink } from '@warc2dataset/stages/stage'
import { extractedOpener } from '../archives/run-opener.js'
import { filesUnder } from '../commits/commits.js'
import { VERSION } from '../version.js'
import type { FetchBlocks } from './fetch-blocks.js'
import { fetchLimits } from './fetch-limits.js'
import type { Job, RunView } from './phase.js'
import { inputs } from './unit-tools.js'

interface LineEnds {
  /** The plan's file of the shard. */
  readonly plan: string
  readonly shard: Sink<Sample, Located>
  readonly blocks: FetchBlocks | null
}

/** Candidates of one worker that wait for the web at once. */
const IN_FLIGHT = 64

/** Pictures out of the run's own archives. */
export async function archiveLine(job: Job, duck: Duck, { plan, shard, blocks }: LineEnds): Promise<Line> {
  const { view } = job
  const maxBytes = view.recipe.fetch.max_bytes
  const records = await inputs(job, filesUnder(await view.commits('extract'), 'records/'))
  const archives = new Map(view.archives.map(({ name, path }) => [name, path]))
  const read = from(locateCaptures(duck, { plan, records, maxBytes }))
    .through(requireCapture())
    .through(readCapture({ archives, maxBytes, open: await extractedOpener(view) }))
  return store(read, view, blocks).into(shard)
}

/** Pictures from where they are: one answer per URL. */
export async function webLine(job: Job, duck: Duck, { plan, shard, blocks }: LineEnds): Promise<Line> {
  const { fetch } = job.view.recipe
  const read = from(readPlan(duck, plan, IN_FLIGHT)).through(
    downloadPicture({
      userAgent: `${fetch.user_agent} warc2dataset/${VERSION}`,
      allowHosts: fetch.allow_hosts,
      resolve: fetch.resolve,
      totalTimeoutMs: fetch.total_timeout_ms,
      maxBytes: fetch.max_bytes,
      maxRedirects: fetch.max_redirects,
      retries: fetch.retries,
      domainConnections: fetch.domain_connections,
    }),
  )
  return store(read, job.view, blocks).into(shard)
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
  })
}
