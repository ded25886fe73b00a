import { commitSchema } from '@warc2dataset/schemas'
import { parseStored } from '../commits/parse-stored.js'
import { fingerprintsOf } from '../phases/index.js'
import type { RunView } from '../phases/phase.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { openView } from './open-view.js'
import { mustReadRun } from './run-record.js'

/** A run that is there, as its commits tell it. @throws RunError exit 2 if the folder holds none. */
export async function openRun(folder: string): Promise<RunView> {
  const target = openLocalDisk(folder)
  const { recipe, archives, parent } = await mustReadRun(target)
  const storage = parent === null ? target : openLocalDisk(parent)
  const fingerprints = await currentFingerprints(target, fingerprintsOf(recipe))
  return openView({ recipe, archives, storage, target, fingerprints })
}

/**
 * A re-cut leaves select and pack with other fingerprints than run.json says. The dataset tells which selection is
 * the current one: its pack commits are the only ones there.
 */
async function currentFingerprints(
  storage: RunView['storage'],
  fingerprints: RunView['fingerprints'],
): Promise<RunView['fingerprints']> {
  const [packed] = await storage.list('commits/pack/')
  if (packed === undefined) return fingerprints
  const bytes = await storage.get(packed)
  if (bytes === null) return fingerprints
  const commit = parseStored(commitSchema, bytes, `${storage.place}/${packed}`)
  const select = (commit.account['selection'] as string | undefined) ?? fingerprints.select
  return { ...fingerprints, select, pack: commit.fingerprint }
}
