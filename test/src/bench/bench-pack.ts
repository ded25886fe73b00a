import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { commitsOf } from '../bad-input/commits.js'
import { CLI, inCheckout } from '../place.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { openMixedSite } from './bench-pack-site.js'
import { measure, median } from './measure.js'

const ROUNDS = 3
const SHARD_SIZE = 250
const BUCKETS = '{kind: kohya, area: 262144, min: 256, max: 1024, step: 64}'
const SHARP = inCheckout('test/dist/bench/bench-pack-sharp-main.js')

/** `pack [PICTURES]`: the phase pack of a real run, copied and cut, against copying and sharp alone, at two sizes. */
export async function benchPack(pictures: number): Promise<void> {
  process.stdout.write(`| pictures | way | samples | MB written | phase pack s | images/s | baseline s | baseline images/s | phase / baseline | whole command s | peak MiB |
|---|---|---|---|---|---|---|---|---|---|---|
`)
  for (const size of [Math.ceil(pictures / 4), pictures]) await benchSize(size)
  process.stdout.write(`Medians of ${ROUNDS} rounds in turn; ratio: median of the pairs. Pictures of 512-1024 px, cut to ${BUCKETS}. Phase: from the
first to the last of its commits, the start of the decoder children included; command: pack RUN --out OTHER, select
included. Baselines, without their start: cp of fetched/, and sharp alone in one process, ${availableParallelism()} pictures at once, one thread
each, nothing written. Peak: the largest process.
`)
}

async function benchSize(pictures: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-pack-'))
  try {
    const run = await fetchMixed(folder, pictures)
    for (const way of ['copy', 'cut'] as const) {
      const rounds: Round[] = []
      for (let round = 0; round <= ROUNDS; round++) {
        const each = await packOnce(folder, run, way)
        // The first one warms the caches of the disk.
        if (round > 0) rounds.push(each)
      }
      print(pictures, way, rounds)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function fetchMixed(folder: string, pictures: number): Promise<string> {
  const site = await openMixedSite()
  try {
    const pairs = Array.from({ length: pictures }, (_, i) => [site.urlOf(i), `picture number ${i}`] as const)
    await writeList(join(folder, 'list.csv'), pairs)
    const others = { score: { models: [] }, select: { shard_size: SHARD_SIZE } }
    const recipe = webRecipe(site, { list: 'list.csv', shardSize: SHARD_SIZE, others })
    const path = await writeWebRecipe(folder, 'recipe.json', recipe)
    const run = join(folder, 'run')
    await measure([process.execPath, CLI, 'run', path, '--out', run, '--until', 'select', '--quiet'])
    return run
  } finally {
    await site.close()
  }
}

interface Round {
  readonly samples: number
  readonly bytes: number
  readonly phase: number
  readonly baseline: number
  readonly command: number
  readonly peakMiB: number
}

async function packOnce(folder: string, run: string, way: 'copy' | 'cut'): Promise<Round> {
  const out = join(folder, 'out')
  const set = `select.bucket=${way === 'cut' ? BUCKETS : 'none'}`
  const command = [process.execPath, CLI, 'pack', run, '--out', out, '--set', set, '--quiet']
  const { seconds, peakMiB } = await measure(command)
  const commits = await commitsOf(out, 'pack')
  const times = commits.map((commit) => commit.times)
  const baseline = way === 'cut' ? await sharpAlone(folder, run, out) : await copied(folder, run)
  await rm(out, { recursive: true })
  const sum = (of: string): number =>
    commits.reduce((total, { account }) => total + Number(account[of] ?? 0), 0)
  return {
    samples: sum('copied') + sum('cut'),
    bytes: sum('picture_bytes'),
    phase:
      (Math.max(...times.map(({ ended }) => ended)) - Math.min(...times.map(({ started }) => started))) /
      1000,
    baseline,
    command: seconds,
    peakMiB,
  }
}

async function sharpAlone(folder: string, run: string, out: string): Promise<number> {
  const result = join(folder, 'seconds')
  await measure([process.execPath, SHARP, run, out, String(availableParallelism()), result])
  return Number(await readFile(result, 'utf8'))
}

async function copied(folder: string, run: string): Promise<number> {
  const copy = join(folder, 'copy')
  const started = process.hrtime.bigint()
  await cp(join(run, 'fetched'), copy, { recursive: true })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  await rm(copy, { recursive: true })
  return seconds
}

function print(pictures: number, way: string, rounds: readonly Round[]): void {
  const of = (name: keyof Round): number => median(rounds.map((round) => round[name]))
  const cells = [
    pictures,
    way,
    of('samples'),
    (of('bytes') / 1e6).toFixed(0),
    of('phase').toFixed(2),
    (of('samples') / of('phase')).toFixed(0),
    of('baseline').toFixed(2),
    (of('samples') / of('baseline')).toFixed(0),
    median(rounds.map(({ phase, baseline }) => phase / baseline)).toFixed(2),
    of('command').toFixed(2),
    Math.max(...rounds.map(({ peakMiB }) => peakMiB)).toFixed(0),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
