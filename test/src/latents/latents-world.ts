import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readLatents, type StoredLatent } from '@warc2dataset/stages/latents/read-latents'
import { type TestVae, type TestVaeManifest, writeVae } from '@warc2dataset/stages/latents/test-vae'
import sharp from 'sharp'
import { SMALL_RECIPE, writeRecipe, writeSmallCrawl } from '../bad-input/small-crawl.js'
import { SMALL_BUCKETS } from '../buckets/bucket-recipe.js'
import type { PackedSample } from '../buckets/packed-samples.js'
import { runHere } from '../web/web-world.js'

/** A small crawl, a VAE of a kilobyte whose latents are the mean colours of squares, and a run up to pack. */
export interface LatentsWorld {
  readonly recipe: string
  /** Run up to pack; to be copied. */
  readonly packed: string
  /** Of the VAE that the recipe names. */
  readonly manifest: string
}

export async function openLatentsWorld(folder: string): Promise<LatentsWorld> {
  await writeSmallCrawl(folder)
  const manifest = writeSquares(join(folder, 'vae'))
  const recipe = join(folder, 'recipe.json')
  await writeRecipe(recipe, {
    ...SMALL_RECIPE,
    score: { models: ['toy'] },
    select: { ...SMALL_RECIPE.select, bucket: SMALL_BUCKETS, shard_size: 6 },
    latents: { vae: `file:${manifest}`, batch_size: 2 },
  })
  const packed = join(folder, 'packed')
  await runHere(recipe, packed, [], { until: 'pack' })
  return { recipe, packed, manifest }
}

/** A VAE that takes the small buckets; the change is one of its manifest. */
export function writeSquares(
  folder: string,
  change: (manifest: TestVaeManifest) => void = () => {},
  graphs: Omit<TestVae, 'change'> = {},
): string {
  return writeVae(folder, {
    ...graphs,
    change: (manifest) => {
      manifest['multiple_of'] = SMALL_BUCKETS.step
      change(manifest)
    },
  })
}

/** Every sample of a shard of latents/. */
export async function storedLatents(path: string): Promise<readonly StoredLatent[]> {
  const all: StoredLatent[] = []
  for await (const stored of readLatents(path)) all.push(stored)
  return all
}

/** What the VAE must give for a picture, computed by itself: means of squares of 8 px, [3, height / 8, width / 8]. */
export async function meanColours({
  jpeg,
  real: { width, height },
}: PackedSample): Promise<readonly number[]> {
  const rgb = await sharp(jpeg).toColourspace('srgb').removeAlpha().raw().toBuffer()
  const [columns, rows] = [width / 8, height / 8]
  const sums = new Array<number>(3 * columns * rows).fill(0)
  rgb.forEach((byte, at) => {
    const pixel = Math.floor(at / 3)
    const [x, y] = [Math.floor((pixel % width) / 8), Math.floor(pixel / width / 8)]
    const cell = ((at % 3) * rows + y) * columns + x
    sums[cell] = (sums[cell] ?? 0) + (byte / 127.5 - 1) / 64
  })
  return sums
}

/** Names of the committed tars of latents/ that are there. */
export async function latentNames(out: string): Promise<readonly string[]> {
  return (await readdir(join(out, 'latents')).catch(() => [])).sort()
}
