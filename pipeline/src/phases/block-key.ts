import { RunError } from '@warc2dataset/schemas'
import type { Storage } from '../storage/storage.js'

const NAME = 'block.key'
const BYTES = 32

/**
 * The run's key for what stands for blocked candidates, or null if the run never had block lists. Whoever has it and
 * the candidates can tell which of them were blocked: keep it, and give it to nobody.
 * @throws RunError exit 10 if the file is not what was written.
 */
export async function readBlockKey(storage: Storage): Promise<Buffer | null> {
  const key = await storage.get(NAME)
  if (key === null || key.length === BYTES) return key
  throw new RunError('accounts', `Expected ${BYTES} bytes for ${storage.place}/${NAME}, got ${key.length}`)
}

/** Makes the key of a run that has none: the first to come makes it, and it never changes. */
export async function storeBlockKey(storage: Storage, key: Buffer): Promise<void> {
  await storage.create(NAME, key, 'owner')
}
