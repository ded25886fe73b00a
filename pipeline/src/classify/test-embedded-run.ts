import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Commit,
  type PhaseName,
  type RowOf,
  type Scorer,
  scoredColumns,
  selectionColumns,
} from '@warc2dataset/schemas'
import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { writeModel } from '@warc2dataset/stages/clip/model/test-model'
import { openNpy } from '@warc2dataset/stages/npy/write-npy'
import { type Duck, useDuck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'
import type { RunView } from '../phases/phase.js'
import { openLocalDisk } from '../storage/local-disk.js'

/** What a scored run holds for one picture. */
export interface TestSample {
  readonly key: string
  readonly url: string
  readonly embedding: Float32Array
}

/** Writes what score and select leave of some shards, by the tiny test model, and opens it as a run. */
export async function writeEmbeddedRun(
  folder: string,
  shards: readonly (readonly TestSample[])[],
  kept: readonly string[] | null,
): Promise<RunView> {
  const commits: Partial<Record<PhaseName, Commit[]>> = { score: [], select: [] }
  const scorer = await testScorer(join(folder, 'model'))
  await useDuck({ scratch: folder, memoryBytes: 2 ** 28, threads: 1 }, async (duck) => {
    for (const [index, samples] of shards.entries()) {
      const files = await writeShard(duck, folder, String(index).padStart(5, '0'), samples)
      commits.score?.push(commitOf('score', `tiny.${String(index).padStart(5, '0')}`, files))
    }
    if (kept === null) return
    await mkdir(join(folder, 'selections/0123'), { recursive: true })
    const name = 'selections/0123/selection.parquet'
    const writer = await openRowWriter(duck, 'selection', { key: selectionColumns.key })
    writer.write(kept.map((key) => ({ key })))
    await writer.finish(join(folder, name), '"key"')
    commits.select?.push(commitOf('select', 'all', [name]))
  })
  const storage = openLocalDisk(folder)
  const view = {
    scorers: [scorer],
    storage,
    target: storage,
    commits: async (phase: PhaseName) => commits[phase] ?? [],
  }
  return view as unknown as RunView
}

async function testScorer(folder: string): Promise<Scorer> {
  const { manifest, digest, manifestPath } = await loadModel(writeModel(folder))
  const { name, id, dim, domain, toy } = manifest
  const own = { name, id, dim, domain, toy, digest, manifest: manifestPath }
  return { version: 1, spec: `file:${manifestPath}`, encoder: id, threshold: null, ...own }
}

async function writeShard(
  duck: Duck,
  folder: string,
  shard: string,
  samples: readonly TestSample[],
): Promise<readonly string[]> {
  const place = (kind: string, extension: string): string =>
    `scored/tiny/${kind}/${kind}_${shard}.${extension}`
  const names = [place('img_emb', 'npy'), place('text_emb', 'npy'), place('metadata', 'parquet')] as const
  for (const kind of ['img_emb', 'text_emb', 'metadata'])
    await mkdir(join(folder, 'scored/tiny', kind), { recursive: true })
  for (const name of names.slice(0, 2)) {
    const npy = await openNpy(join(folder, name), samples[0]?.embedding.length ?? 1)
    await npy.add(samples.map(({ embedding }) => embedding))
    await npy.close()
  }
  const writer = await openRowWriter(duck, 'metadata', scoredColumns)
  writer.write(samples.map(scoredRow))
  await writer.finish(join(folder, names[2]), '"key"')
  return names
}

function scoredRow({ key, url }: TestSample): RowOf<typeof scoredColumns> {
  const text = { caption: 'a text', text_id: 1n, text_kind: 'alt', text_truncated: false, extra_texts: [] }
  const score = { similarity: 0.5, problem: null, score_model: 'tiny-test', score_input: 'stored' }
  return { image_path: key, key, url, candidate_id: 1n, ...text, ...score }
}

function commitOf(phase: PhaseName, unit: string, names: readonly string[]): Commit {
  const files = names.map((name) => ({ name, bytes: 0, sha256: '0'.repeat(64) }))
  return { phase, unit, files } as unknown as Commit
}
