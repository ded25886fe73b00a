import type { Located, Sample } from '@warc2dataset/schemas'
import { from, type Line } from '@warc2dataset/stages/compose'
import { decodePicture } from '@warc2dataset/stages/fetch/decode-picture'
import { downloadPicture } from '@warc2dataset/stages/fetch/download-picture'
import { locateCaptures } from '@warc2dataset/stages/fetch/locate-captures'
import { readCapture } from '@warc2dataset/stages/fetch/read-capture'
import { readPlan } from '@warc2dataset/stages/fetch/read-plan'
import { requireCapture } from '@warc2dataset/stages/fetch/require-capture'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import type { Sink } from '@warc2dataset/stages/stage'
import { filesUnder } from '../commits/commits.js'
import { VERSION } from '../version.js'
import type { Job, RunView } from './phase.js'
import { inputs } from './unit-tools.js'

type Shard = Sink<Sample, Located>

/** Candidates of one worker that wait for the web at once. */
const IN_FLIGHT = 64

/** Pictures out of the run's own archives. */
export async function archiveLine(job: Job, duck: Duck, plan: string, shard: Shard): Promise<Line> {
  const { view } = job
  const maxBytes = view.recipe.fetch.max_bytes
  const records = await inputs(job, filesUnder(await view.commits('extract'), 'records/'))
  const archives = new Map(view.archives.map(({ name, path }) => [name, path]))
  return from(locateCaptures(duck, { plan, records, maxBytes }))
    .through(requireCapture())
    .through(readCapture({ archives, maxBytes }))
    .through(decode(view))
    .into(shard)
}

/** Pictures from where they are: one answer per URL. */
export async function webLine(job: Job, duck: Duck, plan: string, shard: Shard): Promise<Line> {
  const { fetch } = job.view.recipe
  return from(readPlan(duck, plan, IN_FLIGHT))
    .through(
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
    .through(decode(job.view))
    .into(shard)
}

function decode({ recipe: { fetch } }: RunView): ReturnType<typeof decodePicture> {
  return decodePicture({
    limits: {
      ...defaultPictureLimits,
      maxArea: fetch.resize.max_area,
      maxInputPixels: fetch.max_input_pixels,
      timeoutMs: fetch.decode_timeout_ms,
      memoryBytes: fetch.decode_memory_bytes,
    },
    children: 1,
  })
}
