import { z } from 'zod'

const whole = (about: string) => z.number().int().describe(about)

const similarityColumn = z.string().regex(/^similarity(_[a-z][a-z0-9_]*)?$/)
const bound = z.union([z.literal('threshold'), z.number()])
const fraction = z.strictObject({ fraction: z.number().min(0).max(1) })

const recipeShape = z.strictObject({
  source: z
    .strictObject({
      files: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe("WARC archives: paths or globs, relative to the recipe's folder; gzip or plain."),
      pairs: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe(
          'Lists of URL and text instead of archives: paths or globs of .parquet, .csv, .tsv, .jsonl.',
        ),
      url_column: z
        .string()
        .min(1)
        .default('URL')
        .describe('Column of the lists that holds the picture URL.'),
      text_column: z.string().min(1).default('TEXT').describe('Column of the lists that holds the text.'),
    })
    .refine(({ files, pairs }) => (files === undefined) !== (pairs === undefined), 'either files or pairs'),
  seed: whole('Seed of every shuffle.').min(0).default(0),
  shadow: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe(
      'Fraction of candidates carried past filters that they fail, to measure each filter on its own.',
    ),
  extract: z
    .strictObject({
      parser: z.enum(['dom']).default('dom').describe('HTML parser: dom builds the whole tree (cheerio).'),
      text: z
        .strictObject({
          kinds: z
            .array(z.enum(['alt']))
            .min(1)
            .default(['alt'])
            .describe('Texts that may become TEXT, best first.'),
          min_length: whole('Shorter texts are dropped (text_short), in code points.').min(0).default(0),
        })
        .prefault({}),
      max_page_bytes: whole('Larger pages are cut here and counted.')
        .min(1024)
        .max(64 * 2 ** 20)
        .default(5 * 2 ** 20),
      max_images: whole('Pictures taken from one page; the page is counted as over budget beyond.')
        .min(1)
        .max(100_000)
        .default(2000),
    })
    .prefault({}),
  dedup: z
    .strictObject({
      bucket_rows: whole('Candidates per hash bucket, about; sets the number of buckets.')
        .min(1)
        .default(2_000_000),
      max_texts: whole('Distinct texts kept for one URL.').min(1).max(16).default(4),
    })
    .prefault({}),
  plan: z
    .strictObject({
      where: z
        .string()
        .default('true')
        .describe('Expression over candidates, judged before any picture is read.'),
      block_domains: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'Opt-out: pictures and pages on these domains (subdomains too) are left out, shadow sample included.',
        ),
    })
    .prefault({}),
  fetch: z
    .strictObject({
      source: z
        .enum(['archive', 'web'])
        .default('archive')
        .describe("Where pictures come from: archive = the run's archives, web = one HTTP request per URL."),
      user_agent: z
        .string()
        .max(300)
        .regex(/^[\x20-\x7e]*$/, 'printable ASCII')
        .optional()
        .describe(
          'Needed for web: who asks, with a contact, like "my-crawl (+https://example.org/contact)".',
        ),
      allow_hosts: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'Hosts whose addresses need not be public and whose ports are free; for pictures of your own.',
        ),
      resolve: z
        .record(
          z.string().min(1),
          z
            .string()
            .regex(
              /^(127\.\d+\.\d+\.\d+|\[::1\]):\d+$/,
              'a loopback address with a port, like 127.0.0.1:8080,',
            ),
        )
        .default({})
        .describe('Host name: "127.0.0.1:8080". Asks that loopback port instead, for tests and the demo.'),
      total_timeout_ms: whole('Time for one picture URL, redirects included.').min(100).default(20_000),
      max_redirects: whole('Redirects followed for one URL.').min(0).max(20).default(5),
      retries: whole('Further requests after a failure that may pass.').min(0).max(10).default(2),
      domain_connections: whole('Connections at once to one registered domain.').min(1).max(2).default(2),
      shard_size: whole('Candidates per fetched shard.').min(1).max(10_000).default(10_000),
      max_bytes: whole('Larger bodies are dropped (too_many_bytes).')
        .min(1)
        .default(20 * 2 ** 20),
      max_input_pixels: whole('Larger pictures are dropped (too_many_pixels) before decoding.')
        .min(1)
        .default(40_000_000),
      decode_timeout_ms: whole('Time for one picture.').min(1).default(10_000),
      decode_memory_bytes: whole('Memory of one decoder process.')
        .min(256 * 2 ** 20)
        .default(2 ** 30),
      block_lists: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Lists of sha256, md5 or perceptual hashes, one hex hash a line: what matches is never stored, and leaves no URL. Relative to the recipe's folder.",
        ),
      // 4 is a choice: two evenly spread hashes are that near once in 3e13; from some 10 on pictures differ.
      block_distance: whole('Bits of 64 in which a perceptual hash may differ from a listed one; 0: none.')
        .min(0)
        .max(10)
        .default(4),
      resize: z
        .strictObject({
          mode: z
            .enum(['keep_ratio'])
            .default('keep_ratio')
            .describe('keep_ratio: aspect ratio kept, never upscaled.'),
          max_area: whole('Area of the stored picture, at most, px.').min(1).default(1_048_576),
        })
        .prefault({}),
    })
    .prefault({}),
  score: z
    .strictObject({
      models: z
        .array(
          z
            .string()
            .regex(
              /^(toy|file:.+|hf:[a-z][a-z0-9_]{0,31})$/,
              'toy, hf:NAME of a pulled model, or file:PATH of a manifest,',
            ),
        )
        .default([])
        .describe(
          'Scorers, the primary one first: hf:NAME as models list tells, file:PATH of a model manifest, or toy.',
        ),
      allow_toy: z
        .boolean()
        .default(false)
        .describe("True: a toy model's similarity may drop samples. It means nothing outside its domain."),
      resize: z
        .enum(['exact', 'fast'])
        .default('exact')
        .describe("exact: Pillow's resize bit for bit, as open_clip has it; fast: libvips, close to it."),
      batch_size: whole('Pictures or texts per inference.').min(1).max(1024).default(64),
    })
    .prefault({}),
  annotate: z
    .strictObject({
      heads: z
        .array(z.string().regex(/^file:.+$/, 'file:PATH of a head.json,'))
        .default([])
        .describe(
          'Heads over stored embeddings (aesthetic, punsafe …): file:PATH of a head.json, which models convert makes.',
        ),
      tags: z
        .array(
          z
            .string()
            .regex(/^(file:.+|[a-z][a-z0-9_]{0,31})$/, 'the name of a prompt set, or file:PATH of one,'),
        )
        .default([])
        .describe(
          'Prompt sets over stored embeddings: content, style, quality and others that come along, or file:PATH.',
        ),
    })
    .prefault({}),
  select: z
    .strictObject({
      keep: z
        .union([
          fraction,
          z.record(
            similarityColumn,
            z.union([bound, fraction, z.strictObject({ as_many_as: z.record(similarityColumn, bound) })]),
          ),
        ])
        .default({})
        .describe(
          "By similarity: {similarity: threshold} the model's own, {similarity_NAME: 0.28} a number, {fraction: 0.3} or {similarity_NAME: {fraction: 0.3}} the best of all scored; {similarity_NAME: {as_many_as: {similarity_OTHER: 0.28}}} as many of the best as reach 0.28 by the other.",
        ),
      where: z
        .string()
        .default('true')
        .describe('Expression over fetched samples; its top-level and terms are the filters.'),
      shard_size: whole('Samples per dataset shard.').min(1).max(10_000).default(10_000),
      max_shard_bytes: whole('Picture bytes per dataset shard, at most.').min(1).default(1_000_000_000),
    })
    .prefault({}),
})

/** The recipe. Each field says in one sentence what it does; README's table is made from this. */
export const recipeSchema = recipeShape.superRefine(({ source, fetch }, context) => {
  const isList = source.pairs !== undefined && source.files === undefined
  if (isList && fetch.source === 'archive') {
    context.addIssue({
      code: 'custom',
      path: ['fetch', 'source'],
      message: 'web, since a list holds no pictures',
    })
  }
  if (fetch.source === 'web' && !/https?:\/\/\S|\S@\S/.test(fetch.user_agent ?? '')) {
    context.addIssue({
      code: 'custom',
      path: ['fetch', 'user_agent'],
      message: 'a name with a contact (a URL or an e-mail address), since sites want to know who asks',
    })
  }
})
export type Recipe = z.infer<typeof recipeSchema>

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
      return `Expected one of ${known.join(', ')} at ${issue.path.join('.') || 'the top level'}, got ${path} = ${show(at(root, [...issue.path, key]))}`
    })
  }
  const expected = issue.message
    .replace(/^Invalid (input|option): expected /, '')
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
