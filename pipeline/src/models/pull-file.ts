import { rename } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'
import { downloadFile, removePart } from './download-file.js'
import { filePlace, kindOf, sha256Of } from './file-place.js'
import type { Hub } from './hub.js'
import { LOCK_FILE, type LockedFile, type LockedModel } from './model-lock.js'
import type { WantedFile } from './preset-files.js'

/** What a person may be told while a model is pulled. */
export type PullEvent =
  | {
      readonly kind: 'bytes'
      readonly path: string
      readonly received: number
      readonly total: number | null
    }
  | {
      readonly kind: 'present' | 'pulled'
      readonly path: string
      readonly size: number
      readonly sha256: string
    }

export interface FileOptions {
  readonly hub: Hub
  /** Of this model. */
  readonly folder: string
  readonly wanted: WantedFile
  /** What models.lock.json says of this model so far. */
  readonly locked: LockedModel
  /** Called with what it says now, before the file gets its name. */
  readonly lock: (model: LockedModel) => Promise<void>
  readonly maxBytes: number
  readonly tries: number
  readonly pauseMs: number
  readonly signal: AbortSignal
  readonly log: (event: PullEvent) => void
}

/** Brings one file, or proves that the one that is there is the one of the lock. Returns the lock as it is then. */
export async function pullFile(options: FileOptions): Promise<LockedModel> {
  const { folder, wanted, locked, log } = options
  const place = await filePlace(folder, wanted.path)
  const known = Object.hasOwn(locked.files, wanted.path) ? locked.files[wanted.path] : undefined
  if (known !== undefined) checkOrigin(known, options)
  if (known !== undefined && known.size > options.maxBytes)
    throw new RunError(
      'model',
      `Expected at most ${options.maxBytes} more bytes, got ${known.size} for ${wanted.path}`,
    )
  if ((await kindOf(place)) === 'file') {
    if (known === undefined)
      throw new RunError(
        'model',
        `Expected no file that ${LOCK_FILE} does not know, got ${place}: move it away`,
      )
    await checkHash(place, known, `Delete it to pull it again.`)
    log({ kind: 'present', path: wanted.path, size: known.size, sha256: known.sha256 })
    return locked
  }
  const next = await bring(place, known, options)
  const file = next.files[wanted.path]
  await rename(`${place}.part`, place)
  await removePart(`${place}.part`)
  if (file !== undefined) log({ kind: 'pulled', path: wanted.path, size: file.size, sha256: file.sha256 })
  return next
}

/** Leaves `${place}.part` whole and in the lock. */
async function bring(
  place: string,
  known: LockedFile | undefined,
  options: FileOptions,
): Promise<LockedModel> {
  const { hub, wanted, locked, signal, log } = options
  const part = `${place}.part`
  // A crash between the lock and the name leaves a download that is done.
  if (known !== undefined && (await kindOf(part)) === 'file' && (await sha256Of(part)) === known.sha256)
    return locked
  const origin = `${wanted.repo}@${wanted.revision}`
  const pinned = known?.commit ?? locked.commits[origin] ?? wanted.revision
  const path = `${wanted.repo}/resolve/${pinned}/${wanted.path}`
  const onBytes = (received: number, total: number | null) =>
    log({ kind: 'bytes', path: wanted.path, received, total })
  const got = await downloadFile({ ...options, hub, path, name: wanted.path, part, signal, onBytes })
  const commit = got.commit !== null && isCommit(got.commit) ? got.commit : null
  if (commit !== null && isCommit(pinned) && commit !== pinned) {
    await removePart(part)
    throw new RunError(
      'model',
      `Expected commit ${pinned} of ${wanted.repo}, got ${commit} from ${hub.endpoint}`,
    )
  }
  if (known !== undefined) {
    await checkHash(part, known, `${hub.endpoint} has other bytes than at the first pull.`).catch(
      async (error) => {
        await removePart(part)
        throw error
      },
    )
    return locked
  }
  const { role, repo, revision } = wanted
  const { size, sha256, etag } = got
  const file: LockedFile = {
    role,
    repo,
    revision,
    commit,
    url: `${hub.endpoint}/${path}`,
    etag,
    size,
    sha256,
  }
  const next: LockedModel = {
    ...locked,
    commits:
      commit === null ? locked.commits : { ...locked.commits, [origin]: locked.commits[origin] ?? commit },
    files: { ...locked.files, [wanted.path]: file },
  }
  await options.lock(next)
  return next
}

function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision)
}

function checkOrigin(known: LockedFile, { wanted }: FileOptions): void {
  if (known.repo === wanted.repo && known.revision === wanted.revision) return
  throw new RunError(
    'model',
    `Expected ${wanted.path} of ${known.repo} at ${known.revision}, as ${LOCK_FILE} says, got a preset with ${wanted.repo} at ${wanted.revision}: use another --dir, or delete the model and its entry in the lock`,
  )
}

async function checkHash(path: string, known: LockedFile, hint: string): Promise<void> {
  const got = await sha256Of(path)
  if (got === known.sha256) return
  throw new RunError(
    'model',
    `Expected sha256 ${known.sha256} for ${path}, as ${LOCK_FILE} says, got ${got}. ${hint}`,
  )
}
