import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { commitSchema } from '@warc2dataset/schemas'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { type BesideBare, besideBareCells } from './beside-bare.js'
import { fetchPictures, runUntil, SCORE_BATCH } from './fetch-pictures.js'
import { measure } from './measure.js'
import { writeB32 } from './write-b32.js'

const ROUNDS = 3
const SIDES = [512, 384] as const
const TARGET = 0.9

/**
 * `score [MODEL] [PICTURES]`: phase score of `run` over fetched tars against both towers alone on tensors that
 * lie ready, on the CPU with the same threads and batch. Two shards of PICTURES: the first starts the model, the second
 * is measured, and the whole command beside it.
 */
export async function benchScore(model: string, pictures: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-score-'))
  try {
    const manifest = await manifestOf(model, folder)
    const wanted = { manifest, shards: 2, shard: pictures, sides: SIDES }
    const { recipe, fetched } = await fetchPictures(folder, wanted)
    // As the phase has it; decoding beside it takes little of them.
    const threads = availableParallelism()
    const rounds: BesideBare[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const bare = await bareSeconds(manifest, pictures, threads)
      const out = join(folder, `scored-${round}`)
      await cp(fetched, out, { recursive: true })
      const run = await measure(runUntil(recipe, out, 'score'))
      rounds.push({ bare, run, shards: await shardSeconds(out, pictures) })
      await rm(out, { recursive: true })
    }
    print(model, { pictures, threads }, rounds)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function manifestOf(model: string, folder: string): Promise<string> | string {
  if (model === 'b32') return writeB32(join(folder, 'model'))
  return model === 'toy' ? bundledModel() : resolve(model)
}

async function bareSeconds(manifest: string, pictures: number, threads: number): Promise<number> {
  const script = fileURLToPath(new URL('bare-session-main.js', import.meta.url))
  const batches = Math.ceil(pictures / SCORE_BATCH)
  const args = [script, manifest, SCORE_BATCH, batches, threads].map(String)
  return Number((await promisify(execFile)(process.execPath, args)).stdout)
}

/** Seconds of each unit of score, by its commit; throws if one did not score all of its pictures. */
async function shardSeconds(out: string, pictures: number): Promise<readonly number[]> {
  const folder = join(out, 'commits', 'score')
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'))
  const commits = await Promise.all(
    names.map(async (name) => commitSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  )
  const scored = commits.map(({ account }) => Number(account.samples))
  if (scored.length !== 2 || scored.some((count) => count !== pictures)) {
    throw new Error(`Expected 2 shards of ${pictures} pictures, got ${scored.join(', ')}`)
  }
  return commits
    .sort((a, b) => a.times.started - b.times.started)
    .map(({ times }) => (times.ended - times.started) / 1000)
}

interface Setting {
  readonly pictures: number
  readonly threads: number
}

function print(model: string, { pictures, threads }: Setting, rounds: readonly BesideBare[]): void {
  const cells = [
    ...besideBareCells(pictures, TARGET, rounds),
    Math.max(...rounds.map(({ run }) => run.peakMiB)).toFixed(0),
  ]
  process.stdout.write(`| pictures | bare session, pairs/s | score, pairs/s | score / bare | each | with all starts, pairs/s | peak RSS of a process, MiB |
|---|---|---|---|---|---|---|
| ${cells.join(' | ')} |
Model ${model}; a pair is a picture of ${SIDES.join('×')} px and a text. CPU, batch ${SCORE_BATCH}, ${threads} thread(s) on both sides.
Medians of ${ROUNDS} rounds.
`)
}
