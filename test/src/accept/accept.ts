import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { sha256File } from '@warc2dataset/pipeline/unit/run-unit'
import { RunError } from '@warc2dataset/schemas'
import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import type { AcceptOptions } from './arguments.js'
import { askOpenClip, checkOpenClip } from './ask-open-clip.js'
import { openClipName } from './open-clip-names.js'
import { readPairs, type StoredPairs } from './read-pairs.js'
import { type Report, reportSchema, reportText } from './report.js'
import { reportPlace } from './report-place.js'
import { type MadeRun, runProduct, type Watch } from './run-product.js'
import { precisionOf } from './weights-precision.js'
import { writeUp } from './write-up.js'

export interface Accepted {
  readonly report: Report
  /** Where it was written. */
  readonly place: string
}

/**
 * Makes a run from an archive with the model of a folder and compares every similarity with open_clip's own. What can be
 * wrong with the command is found before the run. @throws RunError for what a person can mend.
 */
export async function accept(options: AcceptOptions, watch: Watch = {}): Promise<Accepted> {
  const model = await loadModel(join(options.clip, 'manifest.json'))
  const { manifest, manifestPath } = model
  const place = reportPlace(manifest, options.out)
  const openClip = { ...options, name: openClipName(manifest.name, options) }
  const archive = await archiveOf(options.warc)
  await checkOpenClip(openClip)
  const precision = precisionOf(model)
  const folder = options.run ?? (await mkdtemp(join(tmpdir(), 'warc2dataset-accept-')))
  try {
    const { provider, warc } = options
    const made = await runProduct({ ...watch, folder, warc, manifest: manifestPath, provider })
    const stored = await readPairs(made.run, manifest.name)
    requireEnough(stored, made, options)
    const answer = await askOpenClip(openClip, stored.pairs, { fetched: join(made.run, 'fetched'), folder })
    const report = reportSchema.parse(
      writeUp({
        ...{ manifest, precision, archive, made, stored, answer },
        name: openClip.name,
        manifestSha256: await sha256File(manifestPath),
        pretrainedSha256: await fileHash(openClip.name.pretrained),
      }),
    )
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, reportText(report))
    return { report, place }
  } finally {
    if (options.run === null) await rm(folder, { recursive: true, force: true })
  }
}

async function archiveOf(path: string): Promise<Report['archive']> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error || !found.isFile())
    throw new RunError(
      'input',
      `Expected an archive for --warc, got ${path} (${found instanceof Error ? found.code : 'no file'})`,
    )
  return { name: basename(path), bytes: found.size, sha256: await sha256File(path) }
}

/** Null: no file, but a tag. */
async function fileHash(path: string | null): Promise<string | null> {
  const isFile = path !== null && (await stat(path).catch(() => null))?.isFile() === true
  return isFile ? sha256File(path) : null
}

function requireEnough({ pairs, unscored }: StoredPairs, { report }: MadeRun, options: AcceptOptions): void {
  if (pairs.length >= options.minPairs) return
  const { in: candidates = 0, dropped = {}, failed = {} } = report.counts.fetch ?? {}
  const why = Object.entries({ ...dropped, ...failed, ...unscored }).map(([reason, n]) => `${reason} ${n}`)
  const told = `of ${candidates} that its pages name${why.length === 0 ? '' : ` (${why.join(', ')})`}`
  throw new RunError(
    'input',
    pairs.length === 0
      ? `Expected an archive with pictures for --warc, got ${options.warc} without a scored one ${told}`
      : `Expected at least ${options.minPairs} scored pictures in ${options.warc}, got ${pairs.length} ${told}; take a larger archive, or --min-pairs ${pairs.length}`,
  )
}
