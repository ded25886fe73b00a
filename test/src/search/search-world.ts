import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { genericCaption } from '@warc2dataset/pipeline/scenes/generic-caption'
import { query } from '../bad-input/query.js'
import { drawPictures } from '../web/draw-pictures.js'
import { openWebWorld, runHere, type WebWorld } from '../web/web-world.js'

/** A run over a site of captioned shapes, scored by the toy model, stopped before select until `finish`. */
export interface SearchWorld {
  readonly world: WebWorld
  readonly out: string
  readonly finish: () => Promise<void>
  /** URLs whose text describes their picture. */
  readonly rightUrls: ReadonlySet<string>
  /** Writes the original bytes of a picture of the site to a file, and returns its path. */
  readonly pictureFile: (picture: number) => Promise<string>
  /** Keys by URL. */
  readonly keys: () => Promise<ReadonlyMap<string, string>>
}

/** 240 URLs of 200 pictures: 40 of them are at two URLs. A tenth of the texts says nothing of its picture. */
export async function openSearchWorld(folder: string): Promise<SearchWorld> {
  const world = await openWebWorld(folder, {
    seed: 'search',
    urls: 240,
    domains: 8,
    pictures: 200,
    generic: 0.1,
    latencyMs: 0,
    list: 'list.csv',
    shardSize: 70,
    others: { select: { keep: { similarity: 'threshold' }, shard_size: 100 } },
  })
  const out = join(folder, 'run')
  await runHere(world.recipe, out, [], { until: 'score' })
  const random = createRandom('generic')
  const generic = new Set(Array.from({ length: 2000 }, () => genericCaption(random)))
  const drawn = await drawPictures(world.plan)
  return {
    world,
    out,
    finish: async () => void (await runHere(world.recipe, out)),
    rightUrls: new Set(world.plan.urls.filter(({ text }) => !generic.has(text)).map(({ url }) => url)),
    pictureFile: async (picture) => {
      const path = join(folder, `${picture}.jpg`)
      await writeFile(path, drawn[picture] ?? Buffer.alloc(0))
      return path
    },
    keys: async () => {
      const rows = await query(`SELECT url, key FROM '${out}/fetched/*.parquet'`)
      return new Map(rows.map(({ url, key }) => [String(url), String(key)]))
    },
  }
}
