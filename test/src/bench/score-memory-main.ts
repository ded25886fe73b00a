import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuck } from '@warc2dataset/stages/parquet/duck'
import { openScorer } from '@warc2dataset/stages/score/open-scorer'
import { scoreShard } from '@warc2dataset/stages/score/score-shard'

/**
 * `node score-memory-main.js MANIFEST FETCHED SHARD PICTURES …`: scores one fetched shard again and again, as a score
 * worker does shard after shard, and prints a row of a table at each count of PICTURES: pictures, seconds,
 * pictures per second, RSS and peak RSS in MiB.
 */
const [manifest = '', fetched = '', shard = '', ...counts] = process.argv.slice(2)
const scratch = await mkdtemp(join(tmpdir(), 'w2d-score-memory-'))
const scorer = await openScorer({
  manifest,
  quality: 'exact',
  provider: 'cpu',
  batchSize: 64,
  threads: 1,
  children: 1,
})
const tar = await open(join(fetched, `${shard}.tar`))
const signal = new AbortController().signal

async function scoreOnce(): Promise<number> {
  const duck = await openDuck({ scratch, memoryBytes: 512 * 2 ** 20, threads: 1 })
  try {
    const { samples } = await scoreShard(
      duck,
      scorer,
      {
        fetched: join(fetched, `${shard}.parquet`),
        readPicture: async (offset, size) => (await tar.read(Buffer.alloc(size), 0, size, offset)).buffer,
        batchSize: 64,
        signal,
        progress: () => {},
        count: () => {},
      },
      {
        images: join(scratch, 'images.npy'),
        texts: join(scratch, 'texts.npy'),
        metadata: join(scratch, 'metadata.parquet'),
        unscored: join(scratch, 'unscored.parquet'),
      },
    )
    return samples
  } finally {
    duck.close()
  }
}

async function peakMiB(): Promise<number> {
  return (
    Number(/^VmHWM:\s+(\d+)/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN) / 1024
  )
}

try {
  const started = process.hrtime.bigint()
  let pictures = 0
  for (const wanted of counts.map(Number)) {
    while (pictures < wanted) pictures += await scoreOnce()
    const seconds = Number(process.hrtime.bigint() - started) / 1e9
    const rssMiB = process.memoryUsage.rss() / 2 ** 20
    const cells = [pictures, seconds, pictures / seconds, rssMiB, await peakMiB()]
    process.stdout.write(`| ${cells.map((cell) => cell.toFixed(0)).join(' | ')} |\n`)
  }
} finally {
  await scorer.close()
  await tar.close()
  await rm(scratch, { recursive: true, force: true })
}
