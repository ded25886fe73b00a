import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { listCommits } from '../crash/snapshot.js'
import { hasTaef2, writeTaef2 } from '../latents/taef2.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { type BesideBare, besideBareCells } from './beside-bare.js'
import { runUntil } from './fetch-pictures.js'
import { openJpegSite } from './jpeg-site.js'
import { type Measured, measure } from './measure.js'

const ROUNDS = 3
const SIDE = 256
const BATCH = 4
const TARGET = 0.9

/**
 * `latents [PICTURES]`: phase latents of `run` over packed pictures of 256² px with the real VAE of ../shared/data/vae,
 * against its encoder alone on a tensor that lies ready, on the CPU with the same threads and batch. Two shards of
 * PICTURES: the first starts the VAE, the second is measured. Memory once more over four times as many.
 */
export async function benchLatents(pictures: number): Promise<void> {
  if (!hasTaef2) throw new Error('Expected a real VAE in ../shared/data/vae, got none')
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-latents-'))
  try {
    const manifest = writeTaef2(join(folder, 'vae'))
    const threads = availableParallelism()
    const { recipe, packed } = await packPictures(join(folder, 'few'), manifest, pictures)
    const rounds: BesideBare[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const bare = await bareSeconds(manifest, pictures, threads)
      rounds.push({ bare, ...(await encode(recipe, packed, pictures)) })
    }
    const many = await packPictures(join(folder, 'many'), manifest, 4 * pictures)
    const large = await encode(many.recipe, many.packed, 4 * pictures)
    print(pictures, threads, rounds, large.run)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Fetches and packs two shards of pictures into the one bucket of their size. */
async function packPictures(
  folder: string,
  manifest: string,
  shard: number,
): Promise<{ readonly recipe: string; readonly packed: string }> {
  await mkdir(folder)
  const site = await openJpegSite(SIDE, SIDE)
  try {
    const pairs = Array.from({ length: 2 * shard }, (_, i) => [site.urlOf(i), `picture number ${i}`] as const)
    await writeList(join(folder, 'list.csv'), pairs)
    const bucket = { kind: 'kohya', area: SIDE ** 2, min: SIDE, max: SIDE, step: 64 }
    const others = {
      score: { models: [] },
      select: { bucket, shard_size: shard },
      latents: { vae: `file:${manifest}`, batch_size: BATCH },
    }
    const recipe = await writeWebRecipe(
      folder,
      'recipe.json',
      webRecipe(site, { list: 'list.csv', shardSize: shard, others }),
    )
    const packed = join(folder, 'packed')
    await measure(runUntil(recipe, packed, 'pack'))
    return { recipe, packed }
  } finally {
    await site.close()
  }
}

async function bareSeconds(manifest: string, pictures: number, threads: number): Promise<number> {
  const script = fileURLToPath(new URL('bare-vae-main.js', import.meta.url))
  const args = [script, manifest, SIDE, BATCH, Math.ceil(pictures / BATCH), threads].map(String)
  return Number((await promisify(execFile)(process.execPath, args)).stdout)
}

/** Encodes a copy of a packed run. @throws Error if a shard did not get a latent for each of its pictures. */
async function encode(recipe: string, packed: string, pictures: number): Promise<Omit<BesideBare, 'bare'>> {
  const out = `${packed}-copy`
  await cp(packed, out, { recursive: true })
  try {
    const run = await measure(runUntil(recipe, out, 'latents'))
    const commits = [...(await listCommits(out)).values()].filter(({ phase }) => phase === 'latents')
    const counts = commits.map(({ counts }) => counts.kept)
    if (counts.length !== 2 || counts.some((count) => count !== pictures))
      throw new Error(`Expected 2 shards of ${pictures} latents, got ${counts.join(', ')}`)
    const shards = commits
      .sort((a, b) => a.times.started - b.times.started)
      .map(({ times }) => (times.ended - times.started) / 1000)
    return { run, shards }
  } finally {
    await rm(out, { recursive: true })
  }
}

function print(pictures: number, threads: number, rounds: readonly BesideBare[], large: Measured): void {
  const cells = besideBareCells(pictures, TARGET, rounds)
  const few = Math.max(...rounds.map(({ run }) => run.peakMiB))
  process.stdout.write(`| pictures | bare encoder, pictures/s | latents, pictures/s | latents / bare | each | with all starts, pictures/s |
|---|---|---|---|---|---|
| ${cells.join(' | ')} |

| pictures of a run | peak RSS of a process, MiB |
|---|---|
| ${2 * pictures} | ${few.toFixed(0)} |
| ${8 * pictures} | ${large.peakMiB.toFixed(0)} |
taef2, pictures of ${SIDE}×${SIDE} px. CPU, batch ${BATCH}, ${threads} thread(s) on both sides. Medians of ${ROUNDS} rounds.
`)
}
