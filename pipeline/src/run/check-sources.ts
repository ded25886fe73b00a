import { stat } from 'node:fs/promises'
import { type Commit, RunError } from '@warc2dataset/schemas'
import { NotAnArchiveError, readArchive } from '@warc2dataset/stages/warc/read-archive'
import { readCommits } from '../commits/commits.js'
import { archiveUnit } from '../phases/extract.js'
import type { Archive, RunView } from '../phases/phase.js'
import { sha256File } from '../unit/run-unit.js'

/**
 * Checks the archives before anything is written: those not yet extracted must be archives, those that were must
 * be as they were. An archive that is gone after it was extracted is missed only by a fetch that needs it.
 * @throws RunError exit 12 with every archive that is missing or no archive; exit 4 for one that changed.
 */
export async function checkArchives(view: RunView): Promise<void> {
  const committed = await readCommits(view.storage, 'extract', view.fingerprints.extract)
  const problems: string[] = []
  for (const [index, archive] of view.archives.entries()) {
    const commit = committed.get(archiveUnit(index))
    // Another archive in this place is a change of source.files, which run.json tells better.
    if (commit !== undefined && extracted(commit).name !== archive.name) continue
    if (commit === undefined) problems.push(...(await notAnArchive(archive)))
    else await checkUnchanged(archive, commit)
  }
  if (problems.length > 0) throw new RunError('input', problems.join('\n'))
}

async function notAnArchive({ path }: Archive): Promise<readonly string[]> {
  const reader = readArchive(path, { wantBlock: () => 0 })
  try {
    await reader.next()
    return []
  } catch (error) {
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

async function checkUnchanged({ name, path }: Archive, commit: Commit): Promise<void> {
  const now = await stat(path).catch(() => null)
  if (now === null) return
  const then = extracted(commit)
  const isSame =
    now.size === then.bytes &&
    (now.mtimeMs <= commit.times.started || (await sha256File(path)) === then.sha256)
  if (isSame) return
  throw new RunError(
    'recipe',
    `source.files: Expected ${name} as it was extracted (sha256 ${then.sha256}), got a changed file`,
  )
}
