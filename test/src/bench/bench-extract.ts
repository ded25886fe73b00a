import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  generatedArchive,
  generatedHuge,
  givenArchives,
  realArchive,
  type Subject,
} from './extract-archives.js'
import { runExtract } from './extract-run.js'
import { agreement, type Row, tableOf } from './extract-table.js'
import { gunzip, ONE_WORKER, ownWays, peerWays, type Way, type WayRun } from './extract-ways.js'

const ROUNDS = 3

/**
 * `extract [FILE …]`: `run --until extract` with one worker beside other readers of the same file, one process each, by
 * CPU-seconds of the whole process tree. Without a FILE: a generated archive, and one of real pages where they are. Needs
 * Linux and bash; rows in Python need W2D_PYTHON.
 */
export async function benchExtract(files: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-extract-'))
  try {
    if (files.length > 0) {
      for (const subject of await givenArchives(files))
        await benchOne(subject, folder, peerWays(subject.path))
      return
    }
    const real = await realArchive(folder)
    if (real !== null) await benchOne(real, folder, peerWays(real.path))
    const generated = await generatedArchive(folder)
    await benchOne(generated, folder, peerWays(generated.path))
    await benchOne(await generatedHuge(folder), folder, [])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function benchOne(subject: Subject, folder: string, peers: readonly Way[]): Promise<void> {
  const { name, path, bytes, inflatedBytes } = subject
  const megabytes = `${(bytes / 1e6).toFixed(1)} MB on disk, ${(inflatedBytes / 1e6).toFixed(1)} MB inflated`
  process.stdout.write(`\n${name}: ${megabytes}\n\n`)
  // These two do not count; they also warm up.
  const plain = await runExtract({ folder, files: [path], flags: [] })
  const bySrc = await runExtract({
    folder,
    files: [path],
    flags: [...ONE_WORKER, '--set', 'extract.url.choose=src'],
  })
  const baseline = gunzip(path)
  const ways = [...ownWays(path, folder), ...peers]
  const rows = await runRounds([baseline, ...ways])
  const [first] = rows
  if (first === undefined || typeof first.runs === 'string')
    throw new Error('Expected runs of gunzip, got none')
  process.stdout.write(`${tableOf(rows, first.runs, inflatedBytes)}\n`)
  process.stdout.write(`${sameCandidates(rows, plain.candidates)}\n`)
  if (peers.length > 0)
    process.stdout.write(`${agreement(rows, { images: bySrc.images ?? 0, pairs: bySrc.pairs ?? 0 })}\n`)
}

/** All ways in turn, round after round, so that a slow minute of the machine slows all of them. */
async function runRounds(ways: readonly Way[]): Promise<readonly Row[]> {
  const runs = new Map<Way, WayRun[]>(ways.map((way) => [way, []]))
  const failed = new Map<Way, string>()
  for (let round = 1; round <= ROUNDS; round++) {
    for (const way of ways) {
      if (failed.has(way)) continue
      try {
        runs.get(way)?.push(await way.once())
      } catch (error) {
        if (!way.isPeer) throw error
        failed.set(way, String(error).replaceAll(/\s+/g, ' ').slice(-200))
      }
      process.stderr.write(`round ${round}: ${way.name}\n`)
    }
  }
  return ways.map((way) => ({ way, runs: failed.get(way) ?? runs.get(way) ?? [] }))
}

/** Throws if a measured run of the defaults wrote other candidates than a plain `run`. */
function sameCandidates(rows: readonly Row[], plain: readonly string[]): string {
  for (const { runs } of rows) {
    if (typeof runs === 'string') continue
    for (const { candidates } of runs) {
      if (candidates.length > 0 && `${candidates}` !== `${plain}`)
        throw new Error(`Expected the candidates of a plain run, ${plain}, got ${candidates}`)
    }
  }
  return `Candidates, in every round those of a plain \`run\`: SHA-256 ${plain.join(', ')}.`
}
