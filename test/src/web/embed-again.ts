import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { openScorer } from '@warc2dataset/stages/score/open-scorer'
import { readTar } from '../interop/tars.js'

/** A stored picture, read with another tar reader and embedded again, apart from any run. */
export interface StoredPicture {
  readonly jpeg: Buffer
  readonly vector: Float32Array
}

/** Every stored picture of a run's fetched/ by its key, embedded one at a time by the toy model. */
export async function embedStored(out: string): Promise<ReadonlyMap<string, StoredPicture>> {
  const tars = (await readdir(join(out, 'fetched'))).filter((name) => name.endsWith('.tar')).sort()
  const members = (await Promise.all(tars.map((name) => readTar(join(out, 'fetched', name))))).flat()
  const scorer = await openScorer({
    quality: 'exact',
    manifest: bundledModel(),
    provider: 'cpu',
    batchSize: 1,
    threads: 1,
    children: 1,
  })
  try {
    const stored = new Map<string, StoredPicture>()
    for (const { header, bytes } of members.filter((member) => member.header.name.endsWith('.jpg'))) {
      const read = await scorer.pixels.read(bytes, [scorer.spec], new AbortController().signal)
      const [vector] = read.ok ? await scorer.embedder.images(read.pixels) : []
      if (vector == null) throw new Error(`Expected a vector for ${header.name}, got none`)
      stored.set(header.name.replace(/\.jpg$/, ''), { jpeg: bytes, vector })
    }
    return stored
  } finally {
    await scorer.close()
  }
}
