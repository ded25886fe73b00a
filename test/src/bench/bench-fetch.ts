import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Corpus, type CorpusKind, describeCorpus, writeCorpus } from './fetch-corpus.js'
import { hostedUrls } from './fetch-hosts.js'
import { img2datasetWays } from './fetch-img2dataset.js'
import {
  type FetchTask,
  fetchOwn,
  IMAGE_SIZE,
  NO_LIMITS,
  QUALITY,
  writeFetchRecipe,
  writeUrls,
} from './fetch-own.js'
import { type FetchServer, startFetchServer, sumLogs } from './fetch-server.js'
import { sharpWay } from './fetch-sharp.js'
import { askedLines, fetchProblems, fetchTable, type WayRound, type WayRow } from './fetch-table.js'
import type { TreeOptions } from './fetch-tree.js'
import { VIPS_DIFFERS, vipsWays } from './fetch-vips.js'
import type { FetchWay } from './fetch-way.js'

const ROUNDS = 3
const HOSTS = 5000
/** So that two workers have two each. */
const SHARDS = 4
/** What a command costs by itself is taken from a run over so few. */
const FEW = 8
const DOMAIN = 'hosts.example'

/**
 * `fetch [SMALL] [LARGE]`: the fetch of a run beside sharp alone, vipsthumbnail and img2dataset, from one server or from
 * memory, over that many URLs of pictures of web size and of 6 MP and more. Linux and bash.
 */
export async function benchFetch(small: number, large: number): Promise<void> {
  if (small > 0) await benchCorpus('small', small)
  if (large > 0) await benchCorpus('large', large)
  process.stdout.write(`Medians of ${ROUNDS} rounds in turn. Made: shorter side ${IMAGE_SIZE} px, never enlarged, JPEG q${QUALITY} (4:4:4, img2dataset
4:2:0). Work: of this tool and img2dataset from the first shard's start to the last one's end, of sharp its loop, bodies in
memory, of vipsthumbnail the command. CPU: of this tool, img2dataset and vipsthumbnail all processes with their start; of
sharp its loop; beyond the start: without what the same command needs for ${FEW} URLs. The server is a process of its own on the same cores and counts nowhere. Peak: resident memory of all
processes at one of five samples a second, shared pages counted for each. Extract, dedup and plan are done before.
Limits per site are lifted (site_limits); fetch-limits looks at them.
${VIPS_DIFFERS}
`)
}

async function benchCorpus(kind: CorpusKind, pictures: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-fetch-'))
  try {
    const corpus = await writeCorpus(kind, join(folder, 'corpus'))
    const server = await startFetchServer({ files: corpus.files.map(({ path }) => path), latencyMs: 0 })
    try {
      const few = await rounds(await askingWays(join(folder, 'few'), FEW, server), server)
      const done = await rounds(await waysOf(folder, corpus, pictures, server), server)
      const problems = fetchProblems(done, pictures)
      process.stdout.write(`${describeCorpus(corpus)} ${pictures} URLs over ${HOSTS} hosts by Zipf(1).

${fetchTable(done, { pictures, few: { pictures: FEW, rows: few } })}
${askedLines(done)}
${problems.length === 0 ? 'Counts and sizes agree.' : problems.map((problem) => `DIFFERS: ${problem}`).join('\n')}

`)
      if (problems.length > 0) process.exitCode = 1
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function waysOf(
  folder: string,
  { files }: Corpus,
  pictures: number,
  server: FetchServer,
): Promise<readonly FetchWay[]> {
  const options: TreeOptions = { except: [server.pid] }
  const alone = { folder, files: files.map(({ path }) => path), pictures, options }
  return [
    sharpWay('sharp alone', alone, 1, false),
    sharpWay('sharp alone, md5 and sha256', alone, 1, true),
    sharpWay('two sharps, half each', alone, 2, false),
    ...vipsWays({ folder, files, pictures, options }),
    ...(await askingWays(folder, pictures, server)),
  ]
}

/** Those that ask the server for a list of URLs. */
async function askingWays(
  folder: string,
  pictures: number,
  { port, pid }: FetchServer,
): Promise<readonly FetchWay[]> {
  await mkdir(folder, { recursive: true })
  const nameOf = (rank: number): string => `img-${String(rank).padStart(4, '0')}.${DOMAIN}`
  const urls = hostedUrls({ seed: 'fetch', urls: pictures, hosts: HOSTS, nameOf })
  const list = await writeUrls(folder, urls)
  const task: FetchTask = { folder, list, urls, port, shardSize: Math.ceil(pictures / SHARDS) }
  const recipe = await writeFetchRecipe(task, 'recipe', { site_limits: { [DOMAIN]: NO_LIMITS } })
  const options: TreeOptions = { except: [pid] }
  return [
    ownWay(task, recipe, 1, options),
    ownWay(task, recipe, 2, options),
    ...img2datasetWays(task, options),
  ]
}

function ownWay({ folder }: FetchTask, recipe: string, workers: number, options: TreeOptions): FetchWay {
  return {
    name: `this tool, ${workers} worker${workers === 1 ? '' : 's'}`,
    asksServer: true,
    isPeer: false,
    once: async () => {
      const { run, seconds, sizes, failures } = await fetchOwn(folder, recipe, workers, options)
      const { seconds: wall, cpuSeconds, treeMiB } = run
      return { stored: sizes.size, seconds, wall, cpuSeconds, treeMiB, sizes, failures }
    },
  }
}

/** Each way once, then each again: what disturbs the machine for a while disturbs all. */
async function rounds(ways: readonly FetchWay[], server: FetchServer): Promise<readonly WayRow[]> {
  const results = new Map<FetchWay, WayRound[]>(ways.map((way) => [way, []]))
  const failed = new Map<FetchWay, string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of ways) {
      if (failed.has(way)) continue
      await server.takeLog()
      try {
        const result = await way.once()
        results.get(way)?.push({ result, asked: sumLogs(await server.takeLog()) })
        process.stderr.write(`round ${round + 1}: ${way.name}: ${result.seconds.toFixed(2)} s\n`)
      } catch (error) {
        if (!way.isPeer) throw error
        failed.set(way, String(error).slice(0, 500).replaceAll('\n', ' '))
      }
    }
  }
  return ways.map((way) => ({ way, rounds: failed.get(way) ?? results.get(way) ?? [] }))
}
