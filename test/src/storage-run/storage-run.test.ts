import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import { fingerprintsOf, phases } from '@warc2dataset/pipeline/phases/index'
import type { Closable, RunView } from '@warc2dataset/pipeline/phases/phase'
import { parseRecipe } from '@warc2dataset/pipeline/run/load-recipe'
import { openView } from '@warc2dataset/pipeline/run/open-view'
import { openLocalDisk } from '@warc2dataset/pipeline/storage/local-disk'
import { openMemory } from '@warc2dataset/pipeline/storage/memory'
import type { Storage } from '@warc2dataset/pipeline/storage/storage'
import { runUnit } from '@warc2dataset/pipeline/unit/run-unit'
import { PHASES } from '@warc2dataset/schemas'
import { NO_TRAFFIC } from '@warc2dataset/stages/politeness/no-traffic'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder = ''
let archives: RunView['archives'] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w2d-storage-run-'))
  const options = { archives: 3, pagesPerArchive: 8, distinctPictures: 30, planted: true }
  const { files } = await generateArchives({ outDir: join(folder, 'crawl'), ...options })
  archives = files.map((path, index) => ({ name: `${index}.warc.gz`, path }))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const recipe = parseRecipe({
  source: { files: ['unused'] },
  shadow: 0.05,
  dedup: { bucket_rows: 400 },
  plan: { where: 'text_length > 1 or occurrences > 1' },
  fetch: { shard_size: 40 },
  select: { where: 'original_width >= 64', shard_size: 20 },
})

/** Runs every unit of every phase in this process, with all that is committed in one storage. */
async function runOn(storage: Storage): Promise<RunView> {
  const view = openView({
    recipe,
    archives,
    scorers: [],
    annotators: [],
    vae: null,
    storage,
    target: storage,
    fingerprints: fingerprintsOf(recipe),
  })
  const resources = new Map<string, Promise<Closable>>()
  const place = {
    view,
    scratchRoot: await mkdtemp(join(folder, 'scratch-')),
    signal: new AbortController().signal,
    machine: { duckdbMemoryBytes: 2 ** 28, cores: 2, provider: 'cpu' as const, vaeProvider: 'cpu' as const },
    log: () => {},
    count: () => {},
    lease: async () => () => {},
    traffic: NO_TRAFFIC,
    spend: async () => true,
    shared: <T extends Closable>(key: string, make: () => Promise<T>): Promise<T> => {
      const made = (resources.get(key) ?? make()) as Promise<T>
      resources.set(key, made)
      return made
    },
  }
  for (const name of PHASES) {
    if (phases[name].isIdle?.(view) === true) continue
    for (const { id, inputs } of await phases[name].units(view)) {
      await runUnit({ phase: phases[name], unit: id, generation: 0, inputs }, place)
    }
  }
  for (const resource of resources.values()) await (await resource).close()
  return view
}

async function dataHashes(storage: Storage): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {}
  for (const prefix of [
    'candidates/',
    'records/',
    'deduped/',
    'plan/',
    'fetched/',
    'ledger/',
    'selections/',
    'dataset/',
  ]) {
    for (const name of await storage.list(prefix)) {
      hashes[name] = createHash('sha256')
        .update((await storage.get(name)) ?? '')
        .digest('hex')
    }
  }
  return hashes
}

describe('a run on storage without rename, append or local paths', () => {
  it('gives the same bytes as on disk, and verifies', async () => {
    const disk = openLocalDisk(join(folder, 'run'))
    const memory = openMemory()
    await runOn(disk)
    const view = await runOn(memory)
    const hashes = await dataHashes(memory)
    expect(Object.keys(hashes).filter((name) => name.startsWith('fetched/')).length).toBeGreaterThan(9)
    expect(Object.keys(hashes).filter((name) => name.startsWith('dataset/')).length).toBeGreaterThan(6)
    expect(hashes).toEqual(await dataHashes(disk))
    expect((await verifyRun(view, { deep: true })).problems).toEqual([])
  })
})
