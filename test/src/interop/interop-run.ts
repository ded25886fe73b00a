import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import {
  type Columns,
  datasetColumns,
  fetchedColumns,
  scoredColumns,
  similarityColumns,
} from '@warc2dataset/schemas'
import { CLI } from '../place.js'
import { writeEdgeFiles } from './edge-files.js'

const CRAWL = {
  seed: 11,
  archives: 3,
  pagesPerArchive: 16,
  imagesPerPage: 5,
  distinctPictures: 60,
  sites: 8,
  missingPictures: 0.15,
  damagedMembers: 0.5,
  compression: 'mixed',
  planted: true,
} as const

/** Several shards of both kinds, every status, null beside value, a large shadow sample, scores. */
const RECIPE = {
  source: { files: ['crawl/*'] },
  shadow: 0.1,
  plan: { where: 'text_length >= 4' },
  fetch: { shard_size: 90, resize: { max_area: 30_000 } },
  score: { models: ['toy'], allow_toy: true },
  select: { where: 'original_width >= 64 and original_height >= 64 and aspect <= 2.5', shard_size: 45 },
}

/** A Parquet file that other readers must read as we do. */
export interface TableFile {
  /** Path below the folder of the material, with `/`. */
  readonly name: string
  readonly path: string
  readonly columns: Columns
}

export interface Material {
  readonly run: string
  readonly files: readonly TableFile[]
}

/** Makes a run in `folder` by the command line, and files of extreme values by the engine's writer. */
export async function makeMaterial(folder: string): Promise<Material> {
  await mkdir(folder, { recursive: true })
  await generateArchives({ ...CRAWL, outDir: join(folder, 'crawl') })
  const recipe = join(folder, 'recipe.json')
  await writeFile(recipe, JSON.stringify(RECIPE, null, 2))
  const run = join(folder, 'run')
  await promisify(execFile)(process.execPath, [CLI, 'run', recipe, '--out', run, '--workers', '2'])
  await writeEdgeFiles(join(folder, 'edge'))
  const kinds = [
    ['run/dataset', { ...datasetColumns, ...similarityColumns(['toy']) }],
    ['run/fetched', fetchedColumns],
    ['run/scored/toy/metadata', scoredColumns],
    ['edge/dataset', datasetColumns],
    ['edge/fetched', fetchedColumns],
  ] as const
  const files = await Promise.all(
    kinds.map(async ([place, columns]) =>
      (await readdir(join(folder, place)))
        .filter((name) => name.endsWith('.parquet'))
        .sort()
        .map((name) => ({ name: `${place}/${name}`, path: join(folder, place, name), columns })),
    ),
  )
  return { run, files: files.flat() }
}

/** The shards of one folder of the run: path without extension. */
export async function shardsOf(run: string, kind: 'dataset' | 'fetched'): Promise<readonly string[]> {
  const names = (await readdir(join(run, kind))).filter((name) => name.endsWith('.tar')).sort()
  return names.map((name) => join(run, kind, name.slice(0, -'.tar'.length)))
}
