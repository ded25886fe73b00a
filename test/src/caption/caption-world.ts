import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readCommits } from '@warc2dataset/pipeline/commits/commits'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { fingerprintsOf, phases } from '@warc2dataset/pipeline/phases/index'
import { loadRecipe } from '@warc2dataset/pipeline/run/load-recipe'
import { openLocalDisk } from '@warc2dataset/pipeline/storage/local-disk'
import { withTempDuck } from '@warc2dataset/pipeline/storage/temp-duck'
import type { CaptionRow, Commit, RowOf } from '@warc2dataset/schemas'
import { captionColumns, fetchedColumns } from '@warc2dataset/schemas'
import { scan } from '@warc2dataset/stages/parquet/duck'
import { runCli } from '../bad-input/run-cli.js'
import { filesOf } from '../bad-input/temp-folder.js'
import type { AskedFor, ServerStep } from './caption-server.js'

/** Small pictures, most of them under several URLs, so that a picture is in several shards. */
const CRAWL = {
  seed: 5,
  archives: 8,
  pagesPerArchive: 6,
  imagesPerPage: 6,
  distinctPictures: 90,
  sites: 8,
} as const

export const KEY_NAME = 'CAPTION_TEST_KEY'
export const API_KEY = 'sk-run-0123456789abcdef-WXYZ'
export const MAX_AREA = 8192
export const CONCURRENCY = 4

const RECIPE = {
  source: { files: ['crawl/*'] },
  seed: 3,
  shadow: 0.05,
  fetch: { shard_size: 25, resize: { max_area: 30_000 } },
  score: { models: ['toy'] },
  select: { where: 'original_width >= 64 and original_height >= 64' },
  caption: {
    backend: 'endpoint',
    model: 'some-vlm',
    api_key_env: KEY_NAME,
    base_url: 'http://127.0.0.1:9/v1',
    max_area: MAX_AREA,
    concurrency: CONCURRENCY,
    timeout_ms: 2000,
    retries: 5,
  },
} as const

/** A run that is through everything before captions, to be copied. */
export interface CaptionWorld {
  readonly recipe: string
  /** A fresh copy of the run. */
  readonly copy: (out: string) => Promise<string>
}

export async function openCaptionWorld(
  folder: string,
  backend: 'endpoint' | 'template' = 'endpoint',
): Promise<CaptionWorld> {
  process.env[KEY_NAME] = API_KEY
  await mkdir(folder, { recursive: true })
  await generateArchives({ ...CRAWL, outDir: join(folder, 'crawl') })
  const recipe = join(folder, 'recipe.json')
  await writeFile(recipe, JSON.stringify({ ...RECIPE, caption: { ...RECIPE.caption, backend } }))
  const base = join(folder, 'base')
  const { code, stderr } = await runCli(['run', recipe, '--out', base, '--until', 'annotate', ...CPU])
  if (code !== 0) throw new Error(`Expected a run, got ${code}: ${stderr}`)
  return {
    recipe,
    copy: async (out) => {
      await cp(base, out, { recursive: true })
      return out
    },
  }
}

const CPU = ['--provider', 'cpu', '--quiet']

/** The command that captions a copy, by an endpoint. */
export function captionCommand(
  { recipe }: CaptionWorld,
  out: string,
  baseUrl: string,
  more: readonly string[] = [],
): readonly string[] {
  const set = ['--set', `caption.base_url=${baseUrl}`]
  return ['run', recipe, '--out', out, '--until', 'caption', '--score-workers', '2', ...CPU, ...set, ...more]
}

const COLOURS = ['red', 'green', 'blue', 'yellow', 'purple']
const SHAPES = ['star', 'square', 'circle', 'triangle', 'ring']

/** All that can go wrong, by what is asked: the end of it is always the same. */
export function troubled(_picture: string, before: number, { id }: AskedFor): ServerStep {
  const n = Number.parseInt(id.slice(0, 6), 16)
  const text = `a ${COLOURS[n % 5]} ${SHAPES[(n >> 4) % 5]}`
  const fail = (status: number, headers = {}): ServerStep => ({
    kind: 'answer',
    status,
    body: { error: { message: `no, ${API_KEY}` } },
    headers,
  })
  switch (n % 16) {
    case 0:
      return { kind: 'say', text: "I'm sorry, I can't help with that." }
    case 1:
      return { kind: 'say', text, finish: 'length' }
    case 2:
      return { kind: 'answer', status: 200, body: { choices: [] } }
    case 3:
      if (before === 0) return fail(429, { 'retry-after': n % 3 === 0 ? '1' : '0' })
      break
    case 4:
      if (before === 0) return { kind: 'reset' }
      break
    case 5:
      if (before < 2) return fail(500)
      break
    case 6:
      if (before === 0) return { kind: n % 2 === 0 ? 'stall' : 'hang' }
      break
  }
  return { kind: 'say', text, afterMs: 5 + (n % 31) }
}

/** What a model is bound to have said in the end. */
export function endOf(id: string): { readonly outcome: string; readonly text: string | null } {
  const step = troubled('', 9, { id } as AskedFor)
  if (step.kind === 'answer') return { outcome: 'empty', text: null }
  if (step.kind !== 'say') throw new Error(`Expected an end of ${id}, got ${step.kind}`)
  if (step.finish === 'length') return { outcome: 'cut', text: null }
  return step.text.startsWith('I')
    ? { outcome: 'refused', text: null }
    : { outcome: 'written', text: step.text }
}

/** Ids that a whole answer left for more than once. */
export function answeredTwice(log: readonly AskedFor[]): readonly string[] {
  const seen = new Set<string>()
  return log
    .filter(({ wasAnswered }) => wasAnswered)
    .map(({ id }) => id)
    .filter((id) => seen.has(id) || !seen.add(id))
}

/** Names of the stored answers. */
export async function storedAnswers(out: string): Promise<readonly string[]> {
  const names = await readdir(join(out, 'captions/answers'), { recursive: true }).catch(() => [])
  return names.filter((name) => name.endsWith('.json')).sort()
}

/** The newest commit of each caption unit. */
export async function captionCommits({ recipe }: CaptionWorld, out: string): Promise<readonly Commit[]> {
  const loaded = await loadRecipe(recipe)
  const { caption } = fingerprintsOf(loaded.recipe, phases)
  return [...(await readCommits(openLocalDisk(out), 'caption', caption)).values()]
}

/** The rows of the newest commits, by key and candidate. */
export async function captionRows(world: CaptionWorld, out: string): Promise<readonly CaptionRow[]> {
  const files = (await captionCommits(world, out)).flatMap((commit) => commit.files.map(({ name }) => name))
  return withTempDuck((duck) =>
    duck.rows<CaptionRow>(
      `FROM ${scan(
        files.map((name) => join(out, name)),
        captionColumns,
      )} ORDER BY "key", candidate`,
    ),
  )
}

export type FetchedPart = Pick<
  RowOf<typeof fetchedColumns>,
  'key' | 'sha256' | 'shadow_reason' | 'original_width' | 'original_height' | 'tar_offset' | 'tar_size'
>

/** The stored samples of the run. */
export async function storedSamples(out: string): Promise<readonly FetchedPart[]> {
  const names = (await readdir(join(out, 'fetched'))).filter((name) => name.endsWith('.parquet'))
  return withTempDuck((duck) =>
    duck.rows<FetchedPart>(
      `FROM ${scan(
        names.map((name) => join(out, 'fetched', name)),
        fetchedColumns,
      )} WHERE status = 'success' ORDER BY "key"`,
    ),
  )
}

/** Every file below captions/, answers included, by its path there. */
export async function captionFiles(out: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(out, 'captions')
  const files = [...((await filesOf(folder)) ?? [])].sort()
  return new Map(
    await Promise.all(
      files.map(async (path) => [relative(folder, path), (await readFile(path)).toString('base64')] as const),
    ),
  )
}

/** Files of a run that hold a text, anywhere. */
export async function filesWith(out: string, text: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const path of (await filesOf(out)) ?? []) if ((await readFile(path)).includes(text)) found.push(path)
  return found
}
