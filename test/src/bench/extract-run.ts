import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commitSchema } from '@warc2dataset/schemas'
import { CLI } from '../place.js'
import type { Found } from './extract-found.js'
import { type MeasuredRun, measure } from './measure.js'

/** What the commits of extract say. */
export interface ExtractRun extends Found {
  readonly run: MeasuredRun
  /** SHA-256 of the file of candidates of each archive. */
  readonly candidates: readonly string[]
}

export interface ExtractOptions {
  /** A folder of the caller's; what an earlier run left in it is removed. */
  readonly folder: string
  readonly files: readonly string[]
  /** More of the command line. */
  readonly flags: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** Measures `run --until extract` over archives, by the command line, into a fresh run. */
export async function runExtract({ folder, files, flags, env }: ExtractOptions): Promise<ExtractRun> {
  const [recipe, out] = [join(folder, 'recipe.yaml'), join(folder, 'run')]
  await writeFile(recipe, JSON.stringify({ source: { files } }))
  await rm(out, { recursive: true, force: true })
  const command = [process.execPath, CLI, 'run', recipe, '--out', out, '--until', 'extract', ...flags]
  const run = await measure(command, env)
  return { run, ...(await readFound(out)) }
}

async function readFound(out: string): Promise<Omit<ExtractRun, 'run'>> {
  const phase = join(out, 'commits', 'extract')
  const found = { responses: 0, images: 0, pairs: 0, candidates: [] as string[] }
  for (const folder of await readdir(phase)) {
    for (const name of (await readdir(join(phase, folder))).sort()) {
      const text = await readFile(join(phase, folder, name), 'utf8')
      const { account, counts, files } = commitSchema.parse(JSON.parse(text))
      found.responses += numberAt(account, 'records', 'response')
      found.images += numberAt(account, 'images', 'total')
      found.pairs += counts.kept
      found.candidates.push(...files.filter(isCandidates).map(({ sha256 }) => sha256))
    }
  }
  return found
}

function isCandidates({ name }: { readonly name: string }): boolean {
  return name.startsWith('candidates/')
}

function numberAt(account: Readonly<Record<string, unknown>>, group: string, name: string): number {
  const counts = account[group]
  const value: unknown = new Map(Object.entries(counts ?? {})).get(name) ?? 0
  if (typeof value !== 'number') throw new Error(`Expected a number for ${group}.${name}, got ${value}`)
  return value
}
