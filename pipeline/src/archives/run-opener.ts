import type { Recipe } from '@warc2dataset/schemas'
import type { OpenArchive } from '@warc2dataset/stages/warc/archive-bytes'
import { archiveOpener } from '@warc2dataset/stages/warc/open-archive'
import { isWebPlace, placeName } from '@warc2dataset/stages/web/archive/archive-url'
import type { ExpectedVersion } from '@warc2dataset/stages/web/archive/open-web-bytes'
import type { Job, RunView } from '../phases/phase.js'
import { VERSION } from '../version.js'

/** Opens the archives of a run; on the web it says who asks. */
export function runOpener(recipe: Recipe, options: Parameters<typeof archiveOpener>[0] = {}): OpenArchive {
  return archiveOpener({ userAgent: userAgentOf(recipe), ...options })
}

/** The same for extract: `environment` is what its commit keeps of the archive that was opened. */
export function extractOpener(recipe: Recipe): {
  readonly open: OpenArchive
  readonly environment: () => Readonly<Record<string, unknown>>
} {
  const openArchive = runOpener(recipe)
  let etag: string | null = null
  return {
    open: async (...asked) => {
      const archive = await openArchive(...asked)
      etag = archive.etag
      return archive
    },
    environment: () => (etag === null ? {} : { [ETAG_FIELD]: etag }),
  }
}

/** Waits for one of the connections that all workers of a coordinator may have to the host of an archive on the web. */
export async function withHostLease<T>(
  lease: Job['lease'],
  place: string,
  use: () => Promise<T>,
): Promise<T> {
  if (!isWebPlace(place)) return use()
  const leave = await lease(`archives of ${new URL(place).host}`, HOST_CONNECTIONS)
  try {
    return await use()
  } finally {
    leave()
  }
}

/**
 * The same for archives that were extracted: one on the web that is no longer what it was then ends the run with exit 4
 * at its first byte. Files were looked at when the run began (`checkSources`).
 */
export async function extractedOpener(view: RunView): Promise<OpenArchive> {
  const versions = await extractedVersions(view)
  const places = new Map(view.archives.map(({ name, path }) => [path, name]))
  return (place, access, signal) => {
    const expected = versions.get(places.get(place) ?? placeName(place))
    return runOpener(view.recipe, expected === undefined ? {} : { expected })(place, access, signal)
  }
}

/** By name. */
async function extractedVersions(view: RunView): Promise<ReadonlyMap<string, ExpectedVersion>> {
  const commits = await view.commits('extract')
  return new Map(
    commits.map(({ account, environment }) => {
      const { name, bytes } = account['archive'] as { readonly name: string; readonly bytes: number }
      const etag = environment[ETAG_FIELD]
      return [name, { size: bytes, etag: typeof etag === 'string' ? etag : null }]
    }),
  )
}

/** What Common Crawl bears of one client. */
const HOST_CONNECTIONS = 10

/** Where an extract commit's environment holds the ETag of its archive. */
export const ETAG_FIELD = 'archive_etag'

function userAgentOf({ fetch }: Recipe): string {
  return `${fetch.user_agent ?? ''} warc2dataset/${VERSION}`.trim()
}
