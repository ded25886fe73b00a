import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { fetchPictures } from './fetch-pictures.js'

const SHARD = 1000
const COUNTS = [1000, 10_000, 100_000]
const SIDES = [160, 120] as const

/** `score-memory [PICTURES]`: memory of a process that scores shard after shard with the toy, up to PICTURES. */
export async function benchScoreMemory(most: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-score-memory-'))
  try {
    const { fetched } = await fetchPictures(folder, {
      manifest: bundledModel(),
      shards: 1,
      shard: SHARD,
      sides: SIDES,
    })
    const script = fileURLToPath(new URL('score-memory-main.js', import.meta.url))
    const counts = COUNTS.filter((count) => count <= most)
    const args = [script, bundledModel(), join(fetched, 'fetched'), '00000', ...counts.map(String)]
    process.stdout.write(
      '| pictures | seconds | pictures/s | RSS, MiB | peak RSS, MiB |\n|---|---|---|---|---|\n',
    )
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`Expected exit 0 of ${script}, got ${code}`)
    process.stdout.write(`Shards of ${SHARD} pictures of ${SIDES.join('×')} px, the toy model, batch 64.\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
