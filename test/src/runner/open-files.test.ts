import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprintsOf } from '@warc2dataset/pipeline/phases/index'
import type { Closable, Phase } from '@warc2dataset/pipeline/phases/phase'
import { runRecipe } from '@warc2dataset/pipeline/run/run-recipe'
import { openLocalDisk } from '@warc2dataset/pipeline/storage/local-disk'
import { scratchOf } from '@warc2dataset/pipeline/storage/scratch'
import { runUnit } from '@warc2dataset/pipeline/unit/run-unit'
import type { PhaseName } from '@warc2dataset/schemas'
import { NO_TRAFFIC } from '@warc2dataset/stages/politeness/no-traffic'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fault, faultyPhases } from './fault.js'
import { commitsOf, makeSmallRun, type SmallRun, scratchFiles } from './small-run.js'

let folder = ''
let out = ''
let small: SmallRun
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-files-'))
  small = await makeSmallRun(join(folder, 'crawl'))
  out = join(folder, 'run')
  await runRecipe({ ...small, out, workers: 2, until: 'plan' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs one unit in this process, so that what it leaves open is ours to see. */
async function runHere(phase: Phase, unit: string): Promise<unknown> {
  const storage = openLocalDisk(out)
  const commits = await commitsOf(out, small.recipe)
  const shared = new Map<string, Promise<Closable>>()
  const place: Parameters<typeof runUnit>[1] = {
    view: {
      ...small,
      storage,
      target: storage,
      fingerprints: fingerprintsOf(small.recipe),
      commits: async (name: PhaseName) => commits[name],
      commit: async () => Promise.reject(new Error('no phase here asks for one')),
    },
    scratchRoot: scratchOf(out),
    signal: new AbortController().signal,
    machine: { duckdbMemoryBytes: 2 ** 28, cores: 1, provider: 'cpu' as const, vaeProvider: 'cpu' as const },
    log: () => {},
    count: () => {},
    lease: async () => () => {},
    traffic: NO_TRAFFIC,
    spend: async () => true,
    shared: <T extends Closable>(key: string, make: () => Promise<T>) => {
      const known = shared.get(key) ?? make()
      shared.set(key, known)
      return known as Promise<T>
    },
  }
  try {
    return await runUnit({ phase, unit, generation: 9, inputs: [] }, place).catch((error: unknown) => error)
  } finally {
    for (const resource of shared.values()) await (await resource).close()
  }
}

/** Files of the test's folder that this process holds open. */
async function openFiles(): Promise<readonly string[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
  return (await Promise.all(links)).filter((path) => path.startsWith(folder))
}

const failingIn = (phase: 'extract' | 'fetch', stage: string): Promise<unknown> => {
  const fault: Fault = { phase, stage, kind: 'throw' }
  return runHere(faultyPhases(fault)[phase], '00000')
}

it.runIf(process.platform === 'linux')(
  'a failed extract unit closes its files and clears its scratch',
  async () => {
    expect(await failingIn('extract', 'filter-text')).toMatchObject({
      message: expect.stringContaining('planted'),
    })
    expect(await openFiles()).toEqual([])
    expect(await scratchFiles(out)).toEqual([])
  },
)

// Known gap: fetch opens the spool of its shard before the line runs, and only `finish` closes it. Node closes it
// some time later with a warning (DEP0137: an error in a later Node), until then a deleted file keeps its disk space.
it.runIf(process.platform === 'linux')('a failed fetch unit closes its files', async () => {
  expect(await failingIn('fetch', 'require-capture')).toMatchObject({
    message: expect.stringContaining('planted'),
  })
  expect(await openFiles()).toEqual([])
})

it.runIf(process.platform === 'linux')('a failed fetch unit clears its scratch', async () => {
  await failingIn('fetch', 'decode-picture')
  expect(await scratchFiles(out)).toEqual([])
})
