import { z } from 'zod'
import { type Recipe, recipeSchema, recipeShape } from './recipe.js'

/** A recipe with its defaults filled in, or every problem with its path and value. */
export type CheckedRecipe = { readonly recipe: Recipe } | { readonly problems: readonly string[] }

export function checkRecipe(value: unknown): CheckedRecipe {
  const result = recipeSchema.safeParse(value ?? {})
  if (result.success) return { recipe: result.data }
  return { problems: result.error.issues.flatMap((issue) => describeIssue(issue, value)) }
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path)
    return issue.keys.map((key) => {
      const path = [...issue.path, key].join('.')
      const one = known.length === 0 ? 'a field that is known' : `one of ${known.join(', ')}`
      return `Expected ${one} at ${issue.path.join('.') || 'the top level'}, got ${path} = ${show(at(root, [...issue.path, key]))}`
    })
  }
  const expected = issue.message
    .replace(/^Invalid (input|option): expected /, '')
    .replace(/^Invalid number: must be /, '')
    .replace(/^Too (?:small|big): expected (.*?) to (?:have|be) /, '$1 ')
    .replace(/, received .*$/, '')
  return [`Expected ${expected} for ${issue.path.join('.') || 'recipe'}, got ${show(at(root, issue.path))}`]
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    root,
  )
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  try {
    return JSON.stringify(value)?.slice(0, 200) ?? String(value)
  } catch {
    // YAML can name a list that holds itself.
    return 'a value that holds itself'
  }
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  const prefix = path.length === 0 ? '' : `${path.join('.')}.`
  const names = recipeFields()
    .map((field) => field.path)
    .filter((name) => name.startsWith(prefix))
  return [...new Set(names.map((name) => name.slice(prefix.length).split('.')[0] ?? name))]
}

export interface RecipeField {
  readonly path: string
  readonly type: string
  readonly default: unknown
  readonly about: string
}

interface JsonSchema {
  readonly type?: string
  readonly properties?: Record<string, JsonSchema>
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
}

/** Every leaf field of the recipe, in order: the source of README's table and of error messages. */
export function recipeFields(): readonly RecipeField[] {
  const fields: RecipeField[] = []
  const walk = (schema: JsonSchema, path: string): void => {
    for (const [name, child] of Object.entries(schema.properties ?? {})) {
      const childPath = path === '' ? name : `${path}.${name}`
      if (child.properties) walk(child, childPath)
      else
        fields.push({
          path: childPath,
          type: typeName(child),
          default: child.default,
          about: child.description ?? '',
        })
    }
  }
  walk(z.toJSONSchema(recipeShape, { io: 'input' }) as JsonSchema, '')
  return fields
}

function typeName(schema: JsonSchema): string {
  if (schema.anyOf) return 'map'
  if (typeof schema.additionalProperties === 'object') return 'map'
  if (schema.enum) return schema.enum.join(' | ')
  if (schema.type === 'array') return `list of ${schema.items ? typeName(schema.items) : 'values'}`
  return schema.type ?? 'value'
}
