import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCorpus } from './fetch-corpus.js'
import { hostedUrls } from './fetch-hosts.js'
import { fetchOwn, NO_LIMITS, writeFetchRecipe, writeUrls } from './fetch-own.js'
import { type FetchServer, startFetchServer } from './fetch-server.js'

const HOSTS = 5000
/** One, so that it works however few shards there are. */
const WORKERS = 1
const DOMAIN = 'hosts.example'
/** The recipe's own. */
const SHARD_SIZE = 10_000
/** What the largest list may need beyond the one before it. */
const FLAT = 1.1

/** `fetch-memory [URLS …]`: memory of all processes of fetch over lists of tiny pictures, each longer than the last. */
export async function benchFetchMemory(sizes: readonly number[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-fetch-memory-'))
  try {
    const { files } = await writeCorpus('tiny', join(folder, 'corpus'))
    const server = await startFetchServer({ files: files.map(({ path }) => path), latencyMs: 0 })
    try {
      process.stdout.write(`| URLs | shards | stored | fetch s | images/s | most of all processes MiB | the same, shared pages once MiB | largest process MiB |
|---|---|---|---|---|---|---|---|
`)
      const peaks: number[] = []
      for (const size of sizes) peaks.push(await measureSize(folder, size, server))
      const [before = Number.NaN, last = Number.NaN] = peaks.slice(-2)
      const ratio = last / before
      process.stdout.write(`Last / the one before: ${ratio.toFixed(2)}, ${ratio <= FLAT ? '' : 'NOT '}flat (≤ ${FLAT}). ${WORKERS} worker, shards of ${SHARD_SIZE}, ${HOSTS} hosts by Zipf(1), limits per
site lifted. All processes: sum of the resident memory at one of five samples a second; shared pages once: PSS.
`)
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Prints a row; gives the memory of all processes, shared pages once, MiB. */
async function measureSize(folder: string, size: number, { port, pid }: FetchServer): Promise<number> {
  const nameOf = (rank: number): string => `img-${String(rank).padStart(4, '0')}.${DOMAIN}`
  const urls = hostedUrls({ seed: 'memory', urls: size, hosts: HOSTS, nameOf })
  const list = await writeUrls(folder, urls)
  const task = { folder, list, urls, port, shardSize: SHARD_SIZE }
  const recipe = await writeFetchRecipe(task, 'recipe', { site_limits: { [DOMAIN]: NO_LIMITS } })
  const { run, seconds, sizes, failures } = await fetchOwn(folder, recipe, WORKERS, {
    except: [pid],
    withPss: true,
  })
  const cells = [
    size,
    Math.ceil(size / SHARD_SIZE),
    sizes.size,
    seconds.toFixed(1),
    (size / seconds).toFixed(0),
    run.treeMiB.toFixed(0),
    run.treePssMiB.toFixed(0),
    run.peakMiB.toFixed(0),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
  if (sizes.size < size) {
    process.stdout.write(`DIFFERS: ${[...failures].map(([message, n]) => `${n} × ${message}`).join('; ')}\n`)
    process.exitCode = 1
  }
  return run.treePssMiB
}
