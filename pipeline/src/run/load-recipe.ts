import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { checkRecipe, type Recipe, RunError } from '@warc2dataset/schemas'
import { planTable, selectTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { parseWhere, type Columns as WhereColumns, WhereError } from '@warc2dataset/stages/where/parse-where'
import { glob, isDynamicPattern } from 'tinyglobby'
import { parseDocument } from 'yaml'
import type { Archive } from '../phases/phase.js'

export interface LoadedRecipe {
  readonly recipe: Recipe
  readonly archives: readonly Archive[]
}

/** `path=value` from `--set`; the value is YAML. */
export type Override = readonly [path: string, value: unknown]

/**
 * Reads a recipe, applies `--set`, and finds its archives.
 * @throws RunError exit 4 with every problem at once; exit 12 if no archive is there.
 */
export async function loadRecipe(path: string, overrides: readonly Override[] = []): Promise<LoadedRecipe> {
  const recipe = parseRecipe(applyOverrides(await readYaml(path), overrides))
  return { recipe, archives: await findArchives(recipe.source.files, dirname(resolve(path))) }
}

/** Checks a recipe given as plain data, its expressions included. */
export function parseRecipe(value: unknown): Recipe {
  const checked = checkRecipe(value)
  const problems = [
    ...('problems' in checked ? checked.problems : []),
    ...whereProblems(value, 'plan', whereColumns(planTable)),
    ...whereProblems(value, 'select', whereColumns(selectTable)),
  ]
  if ('recipe' in checked && problems.length === 0) return checked.recipe
  throw new RunError(
    'recipe',
    `The recipe has ${problems.length} problem(s):\n${problems.map((p) => `  ${p}`).join('\n')}`,
  )
}

function whereProblems(value: unknown, section: 'plan' | 'select', columns: WhereColumns): readonly string[] {
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

async function findArchives(patterns: readonly string[], folder: string): Promise<readonly Archive[]> {
  const paths: string[] = []
  for (const pattern of patterns) {
    const found = isDynamicPattern(pattern)
      ? (await glob(pattern, { cwd: folder, absolute: true, onlyFiles: true })).sort()
      : [resolve(folder, pattern)]
    if (found.length === 0) {
      throw new RunError(
        'input',
        `Expected archives for source.files, got none that match ${resolve(folder, pattern)}`,
      )
    }
    paths.push(...found.map((path) => resolve(path)))
  }
  const unique = [...new Set(paths)]
  const common = commonFolder(unique)
  return unique.map((path) => ({ name: relative(common, path).split(sep).join('/'), path }))
}

/** The deepest folder that holds all paths: names in rows stay the same when the whole moves. */
function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => dirname(path).split(sep))
  const shared = first.findIndex((part, depth) => others.some((parts) => parts[depth] !== part))
  return (shared === -1 ? first : first.slice(0, shared)).join(sep) || sep
}
