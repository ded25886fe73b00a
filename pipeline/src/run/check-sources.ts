import { stat } from 'node:fs/promises'
import { type Commit, type Recipe, RunError } from '@warc2dataset/schemas'
import { listColumns } from '@warc2dataset/stages/extract/read-pairs'
import { ArchiveUnreachableError } from '@warc2dataset/stages/warc/archive-bytes'
import { NotAnArchiveError, readArchive } from '@warc2dataset/stages/warc/read-archive'
import { isWebPlace } from '@warc2dataset/stages/web/archive/archive-url'
import { inGroups } from '../archives/in-groups.js'
import { runOpener } from '../archives/run-opener.js'
import { readCommits } from '../commits/commits.js'
import { archiveUnit } from '../phases/extract.js'
import type { Archive, RunView } from '../phases/phase.js'
import { withTempDuck } from '../storage/temp-duck.js'
import { sha256File } from '../unit/run-unit.js'

/** A server that does not answer now may well later, but somebody waits. */
const CHECK_RETRIES = 3
/** Read at a time: the beginning of an archive is all that is looked at. */
const CHECK_BYTES = 1 << 16

/**
 * Checks the archives, or lists, before anything is written: those not yet extracted must be archives, those that were must
 * be as they were. An archive that is gone after it was extracted is missed only by a fetch that needs it, and one on
 * the web is not asked again before.
 * @throws RunError exit 12 with every archive that is missing or no archive; exit 4 for one that changed.
 */
export async function checkSources(view: RunView): Promise<void> {
  const committed = await readCommits(view.storage, 'extract', view.fingerprints.extract)
  const fresh: Archive[] = []
  for (const [index, archive] of view.archives.entries()) {
    const commit = committed.get(archiveUnit(index))
    // Another archive in this place is a change of source.files, which run.json tells better.
    if (commit !== undefined && extracted(commit).name !== archive.name) continue
    if (commit === undefined) fresh.push(archive)
    else await checkUnchanged(archive, commit, view.recipe.source)
  }
  // On the web each is a request: not one after the other, and not all at once.
  const atOnce = view.recipe.source.pairs === undefined ? 8 : 1
  const problems = (await inGroups(fresh, atOnce, (archive) => problemsOf(archive, view))).flat()
  if (problems.length > 0) throw new RunError('input', problems.join('\n'))
}

function problemsOf(archive: Archive, { recipe }: RunView): Promise<readonly string[]> {
  return recipe.source.pairs === undefined ? notAnArchive(archive, recipe) : notAList(archive, recipe.source)
}

/** @throws RunError exit 4 for a list without the columns that the recipe names. */
async function notAList({ path }: Archive, source: Recipe['source']): Promise<readonly string[]> {
  try {
    return await withTempDuck(async (duck) => {
      const columns = await listColumns(duck, path)
      const known = new Set(columns.map((name) => name.toLowerCase()))
      const missing = (['url_column', 'text_column'] as const).filter(
        (field) => !known.has(source[field].toLowerCase()),
      )
      if (missing.length === 0) return []
      const wanted = missing.map((field) => `${source[field]} (source.${field})`).join(' and ')
      throw new RunError(
        'recipe',
        `Expected a column ${wanted} in ${path}, got ${columns.map((name) => JSON.stringify(name)).join(', ')}`,
      )
    })
  } catch (error) {
    if (error instanceof RunError) throw error
    const [first] = (error as Error).message.split('\n')
    return [
      `Expected a list of pairs (.parquet, .csv, .tsv, .jsonl) for ${path}, got ${first?.slice(0, 300)}`,
    ]
  }
}

async function notAnArchive({ path }: Archive, recipe: Recipe): Promise<readonly string[]> {
  const open = runOpener(recipe, { retries: CHECK_RETRIES })
  const reader = readArchive(path, { wantBlock: () => 0, open, tuning: { chunkBytes: CHECK_BYTES } })
  try {
    await reader.next()
    return []
  } catch (error) {
    if (isWebPlace(path) && (error instanceof NotAnArchiveError || error instanceof ArchiveUnreachableError))
      return [error.message]
    if (error instanceof NotAnArchiveError)
      return [`${error.message}; relative paths start at the recipe's folder`]
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return [`Expected a readable archive for ${path}, got ${code}`]
  } finally {
    await reader.return(undefined as never)
  }
}

interface Extracted {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

function extracted(commit: Commit): Extracted {
  return commit.account['archive'] as Extracted
}

async function checkUnchanged(
  { name, path }: Archive,
  commit: Commit,
  { pairs }: Recipe['source'],
): Promise<void> {
  // Only a fetch from the archives needs it again, and that looks at what the server says (extractedOpener).
  if (isWebPlace(path)) return
  const now = await stat(path).catch(() => null)
  if (now === null) return
  const then = extracted(commit)
  const isSame =
    now.size === then.bytes &&
    (now.mtimeMs <= commit.times.started || (await sha256File(path)) === then.sha256)
  if (isSame) return
  throw new RunError(
    'recipe',
    `source.${pairs === undefined ? 'files' : 'pairs'}: Expected ${name} as it was extracted (sha256 ${then.sha256}), got a changed file`,
  )
}
