import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import {
  type Annotator,
  checkRecipe,
  type Recipe,
  RunError,
  type Scorer,
  type VaeRecord,
} from '@warc2dataset/schemas'
import { openBuckets } from '@warc2dataset/stages/buckets/choose-bucket'
import { planTable, selectTableOf, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { parseWhere, type Columns as WhereColumns, WhereError } from '@warc2dataset/stages/where/parse-where'
import { glob, isDynamicPattern } from 'tinyglobby'
import { parseDocument } from 'yaml'
import { archiveHref, isPlace, nameArchives, STDIN } from '../archives/name-archives.js'
import { keepProblems } from '../phases/keep-rules.js'
import type { Archive } from '../phases/phase.js'
import { loadAnnotators } from './load-annotators.js'
import { loadScorers } from './load-scorers.js'
import { pinBlockLists } from './plan-block-lists.js'
import { findVae } from './vae-records.js'

export interface LoadedRecipe {
  readonly recipe: Recipe
  readonly archives: readonly Archive[]
  /** The models of score.models, the primary one first. */
  readonly scorers: readonly Scorer[]
  /** The heads and prompt sets of annotate. */
  readonly annotators: readonly Annotator[]
  /** The VAE of latents.vae; null: no latents. */
  readonly vae: VaeRecord | null
}

/** `path=value` from `--set`; the value is YAML. */
export type Override = readonly [path: string, value: unknown]

/**
 * Reads a recipe, applies `--set`, and finds its archives, models and block lists.
 * @throws RunError exit 4 with every problem at once; exit 5 for a model that is not there; exit 12 if no archive is, or
 * a list of plan.block_lists.
 */
export async function loadRecipe(path: string, overrides: readonly Override[] = []): Promise<LoadedRecipe> {
  const value = applyOverrides(await readYaml(path), overrides)
  const folder = dirname(resolve(path))
  const scorers = await findScorers(value, folder)
  const annotators = await findAnnotators(value, folder, scorers)
  const recipe = parseRecipe(value, scorers, annotators)
  const vae = await findVae(recipe.latents.vae, folder)
  const models = scorers.map(({ spec }) => spec)
  const specs = (kind: Annotator['kind']): string[] =>
    annotators.filter((annotator) => annotator.kind === kind).map(({ spec }) => spec)
  const annotate = { heads: specs('head'), tags: specs('prompts') }
  const archives = await findSources(recipe.source, folder)
  const block_lists = recipe.fetch.block_lists.map((list) => resolve(folder, list))
  const fetch = { ...recipe.fetch, block_lists }
  const plan = {
    ...recipe.plan,
    block_lists: [...(await pinBlockLists(recipe.plan.block_lists, folder))],
  }
  return {
    recipe: {
      ...recipe,
      plan,
      fetch,
      score: { ...recipe.score, models },
      annotate,
      latents: { ...recipe.latents, ...(vae === null ? {} : { vae: vae.spec }) },
    },
    archives,
    scorers,
    annotators,
    vae,
  }
}

type NamedScorer = Pick<Scorer, 'name' | 'threshold'>

/** Checks a recipe given as plain data, its expressions included, for a run with these scorers and annotators. */
export function parseRecipe(
  value: unknown,
  scorers: readonly NamedScorer[] = [],
  annotators: readonly Annotator[] = [],
): Recipe {
  const checked = checkRecipe(value)
  const names = scorers.map(({ name }) => name)
  const selectColumns = selectTableOf(names, annotators)
  const problems = [
    ...('problems' in checked ? checked.problems : []),
    ...wrongKeep(value, scorers),
    ...whereProblems(value, 'plan', whereColumns(planTable)),
    ...whereProblems(value, 'select', whereColumns(selectColumns)),
    ...whereProblems(value, 'caption', whereColumns(selectColumns)),
    ...bucketProblems(value),
    ...captionProblems(value, scorers),
  ]
  if ('recipe' in checked && problems.length === 0) return checked.recipe
  throw new RunError(
    'recipe',
    `The recipe has ${problems.length} problem(s):\n${problems.map((p) => `  ${p}`).join('\n')}`,
  )
}

/** What is wrong with select.keep, even if something else is wrong, too. */
function wrongKeep(value: unknown, scorers: readonly NamedScorer[]): readonly string[] {
  const keep = selectOf(value)?.['keep']
  const checked = checkRecipe({ source: { files: ['*'] }, select: { keep } })
  return 'recipe' in checked ? keepProblems(checked.recipe.select.keep, scorers) : []
}

function whereProblems(
  value: unknown,
  section: 'plan' | 'select' | 'caption',
  columns: WhereColumns,
): readonly string[] {
  const where = (value as { readonly [name: string]: { readonly where?: unknown } | undefined } | null)?.[
    section
  ]?.where
  if (typeof where !== 'string') return []
  try {
    parseWhere(where, columns)
    return []
  } catch (error) {
    if (!(error instanceof WhereError)) throw error
    return error.problems.map(({ message }) => `${section}.where: ${message}`)
  }
}

/** What kohya's own code would refuse, in one line; what has the wrong shape is a problem already. */
function bucketProblems(value: unknown): readonly string[] {
  const bucket = selectOf(value)?.['bucket']
  const checked = checkRecipe({ source: { files: ['*'] }, select: { bucket } })
  if (!('recipe' in checked) || checked.recipe.select.bucket === 'none') return []
  try {
    openBuckets(checked.recipe.select.bucket)
    return []
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [`select.bucket: ${error.message}`]
  }
}

/** Rules that compare scores need a scorer. */
function captionProblems(value: unknown, scorers: readonly NamedScorer[]): readonly string[] {
  const rule = selectOf(value)?.['caption']
  const compares = rule === 'best' || (typeof rule === 'object' && rule !== null && 'raw_then_synth' in rule)
  if (!compares || scorers.length > 0) return []
  return [
    `Expected score.models for select.caption ${JSON.stringify(rule)}, got none: nothing has a similarity`,
  ]
}

function selectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return (value as { readonly select?: Record<string, unknown> } | null)?.select
}

/** The recipe with `path=value` put in; paths that do not exist are problems of the recipe, not of this. */
export function applyOverrides(value: unknown, overrides: readonly Override[]): unknown {
  const root = structuredClone(value ?? {}) as Record<string, unknown>
  if (typeof root !== 'object') return root
  for (const [path, wanted] of overrides) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let at = root
    for (const name of names) {
      const next = Object.hasOwn(at, name) ? at[name] : undefined
      const child = next !== null && typeof next === 'object' ? next : {}
      Object.defineProperty(at, name, { value: child, enumerable: true, configurable: true, writable: true })
      at = child as Record<string, unknown>
    }
    Object.defineProperty(at, last, { value: wanted, enumerable: true, configurable: true, writable: true })
  }
  return root
}

async function readYaml(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new RunError('usage', `Expected a recipe file, got ${path} (${error.code ?? error.message})`, {
      cause: error,
    })
  })
  const document = parseDocument(text)
  const problems = document.errors.map((error) => `  ${error.message.split('\n')[0]}`)
  if (problems.length > 0)
    throw new RunError('recipe', `Expected YAML in ${path}, got:\n${problems.join('\n')}`)
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // Aliases are followed only here: one that leads nowhere, or too many of them.
    throw new RunError('recipe', `Expected YAML in ${path}, got:\n  ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** The models that a recipe names, as far as its list of them is right; the rest is a problem of the recipe. */
async function findScorers(value: unknown, folder: string): Promise<readonly Scorer[]> {
  const checked = checkRecipe({
    source: { files: ['*'] },
    score: (value as { score?: unknown } | null)?.score,
  })
  return 'recipe' in checked ? loadScorers(checked.recipe.score.models, folder) : []
}

/** The same for its heads and prompt sets. */
async function findAnnotators(
  value: unknown,
  folder: string,
  scorers: readonly Scorer[],
): Promise<readonly Annotator[]> {
  const checked = checkRecipe({
    source: { files: ['*'] },
    annotate: (value as { annotate?: unknown } | null)?.annotate,
  })
  return 'recipe' in checked ? loadAnnotators(checked.recipe.annotate, folder, scorers) : []
}

async function findSources(source: Recipe['source'], folder: string): Promise<readonly Archive[]> {
  const field = source.pairs === undefined ? 'source.files' : 'source.pairs'
  const patterns = source.pairs ?? source.files ?? []
  const places: string[] = []
  for (const pattern of patterns) {
    if (source.pairs === undefined && isPlace(pattern)) {
      places.push(pattern === STDIN.place ? pattern : archiveHref(pattern))
      continue
    }
    const found = isDynamicPattern(pattern)
      ? (await glob(pattern, { cwd: folder, absolute: true, onlyFiles: true })).sort()
      : [resolve(folder, pattern)]
    if (found.length === 0) {
      throw new RunError(
        'input',
        `Expected a file for ${field}, got none that matches ${resolve(folder, pattern)}`,
      )
    }
    places.push(...found.map((path) => resolve(path)))
  }
  return nameArchives([...new Set(places)])
}
