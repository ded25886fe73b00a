import { execFileSync } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inCheckout } from '../place.js'
import { type FetchTask, IMAGE_SIZE, QUALITY, readFetched } from './fetch-own.js'
import { measureTree, type TreeOptions } from './fetch-tree.js'
import type { FetchWay } from './fetch-way.js'

const PEER = inCheckout('test/python/fetch_peer.py')

/** img2dataset in the Python that W2D_PYTHON names, with one process and with two; none if it names none. */
export function img2datasetWays(task: FetchTask, options: TreeOptions): readonly FetchWay[] {
  const python = process.env['W2D_PYTHON'] ?? ''
  if (python === '') {
    process.stderr.write('SKIPPED: img2dataset; W2D_PYTHON names no Python (img2dataset 1.47.0)\n')
    return []
  }
  const versions = execFileSync(python, [PEER, 'versions'], { encoding: 'utf8' })
  process.stderr.write(`${python}: ${versions}`)
  return [1, 2].map((processes) => ({
    name: `img2dataset, ${processes} process${processes === 1 ? '' : 'es'} of 256 threads`,
    asksServer: true,
    isPeer: true,
    once: async () => {
      const out = join(task.folder, 'img2dataset')
      await rm(out, { recursive: true, force: true })
      const numbers = [task.port, processes, task.shardSize, IMAGE_SIZE, QUALITY].map(String)
      const run = await measureTree([python, PEER, task.list, out, ...numbers], options)
      const { sizes, failures } = await readFetched(`${out}/*.parquet`)
      return {
        stored: sizes.size,
        seconds: await workSeconds(out),
        wall: run.seconds,
        cpuSeconds: run.cpuSeconds,
        treeMiB: run.treeMiB,
        sizes,
        failures,
      }
    },
  }))
}

/** From the first to the last of its shards, by what it writes of each: without its start. */
async function workSeconds(out: string): Promise<number> {
  const names = (await readdir(out)).filter((name) => name.endsWith('_stats.json'))
  const stats = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(out, name), 'utf8')) as Stats),
  )
  const first = Math.min(...stats.map(({ start_time }) => start_time))
  return Math.max(...stats.map(({ end_time }) => end_time)) - first
}

interface Stats {
  /** Seconds since the epoch. */
  readonly start_time: number
  readonly end_time: number
}
