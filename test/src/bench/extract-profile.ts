import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { Profiler } from 'node:inspector'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PARTS, partTimes } from './extract-parts.js'
import { runExtract } from './extract-run.js'
import { ONE_WORKER } from './extract-ways.js'

/** What one process of a run cost. */
export interface ProcessCost {
  readonly script: string
  /** All threads, from the start of the process, µs. */
  readonly cpuUs: number
}

/** The same of the worker, by threads, with the samples of its main thread. */
export interface WorkerProfile extends ProcessCost {
  /** Of the main thread, before the profile began. */
  readonly beforeUs: number
  readonly mainUs: number
  readonly v8Us: number
  readonly libuvUs: number
  readonly profilerUs: number
  readonly profile: Profiler.Profile
}

/**
 * `extract-profile FILE`: where the CPU time of `run --until extract` with one worker goes, by a profile of its real
 * processes. Samples tell how the main thread's time divides, the kernel how much it was; threads of DuckDB end with the
 * unit, so theirs is what the living threads leave.
 */
export async function benchExtractProfile(file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-profile-'))
  try {
    const profiles = join(folder, 'profiles')
    await mkdir(profiles)
    const env = {
      ...process.env,
      W2D_PROFILE_FOLDER: profiles,
      NODE_OPTIONS: `--require ${fileURLToPath(new URL('extract-profile-hook.js', import.meta.url))}`,
    }
    const files = [resolve(file)]
    const bare = await runExtract({ folder, files, flags: ONE_WORKER })
    await runExtract({ folder, files, flags: ONE_WORKER, env })
    process.stdout.write(profileTable(await readProfiles(profiles)))
    process.stdout.write(`\nWithout the profiler: ${bare.run.cpuSeconds.toFixed(2)} CPU-seconds.\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readProfiles(folder: string): Promise<readonly (ProcessCost | WorkerProfile)[]> {
  const names = await readdir(folder)
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.map((text): ProcessCost | WorkerProfile => JSON.parse(text))
}

type Row = readonly [name: string, seconds: number]

function profileTable(profiles: readonly (ProcessCost | WorkerProfile)[]): string {
  const workers = profiles.flatMap((found) => ('profile' in found ? [found] : []))
  const [worker] = workers
  if (worker === undefined || workers.length > 1)
    throw new Error(`Expected the profile of one worker, got ${workers.length}`)
  const others = profiles.filter((found) => found !== worker)
  const rows: readonly Row[] = [
    ...workerRows(worker),
    ['the other process: command line, coordinator', others.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / 1e6],
  ]
  const whole = rows.reduce((sum, [, seconds]) => sum + seconds, 0)
  const body = [...rows, ['together', whole] as const].map(
    ([name, seconds]) => `| ${name} | ${seconds.toFixed(2)} | ${((100 * seconds) / whole).toFixed(1)} % |\n`,
  )
  return `| where | CPU s | share |\n|---|---|---|\n${body.join('')}`
}

function workerRows({ profile, ...cost }: WorkerProfile): readonly Row[] {
  const times = partTimes(profile)
  const sampled = [...times.values()].reduce((sum, us) => sum + us, 0)
  // Samples count time in which another process had the core; the kernel does not.
  const scale = (cost.mainUs - cost.beforeUs) / sampled
  const main = PARTS.map((part): Row => {
    const us = (times.get(part) ?? 0) * scale
    return [part, (part === 'start' ? us + cost.beforeUs : us) / 1e6]
  })
  const gone = cost.cpuUs - cost.mainUs - cost.v8Us - cost.libuvUs - cost.profilerUs
  return [
    ...main,
    ['threads of V8: garbage collection, compilation', cost.v8Us / 1e6],
    ['threads of libuv: reading files, inflating large members', cost.libuvUs / 1e6],
    // The kernel counts threads in hundredths of a second, so a little may be missing.
    ['threads of DuckDB: sorting, Parquet', Math.max(0, gone) / 1e6],
  ]
}
