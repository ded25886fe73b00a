import { z } from 'zod'
import { fetchShape } from './recipe-fetch.js'
import { optOutShape } from './recipe-opt-out.js'
import { TEXT_KINDS } from './text-kind.js'

const whole = (about: string) => z.number().int().describe(about)

const similarityColumn = z.string().regex(/^similarity(_[a-z][a-z0-9_]*)?$/)
const bound = z.union([z.literal('threshold'), z.number()])
const share = z.number().min(0).max(1)
const fraction = z.strictObject({ fraction: share })

const step = whole('Sides of buckets are multiples of it, px.').min(8).max(1024).multipleOf(8).default(64)
const side = (about: string) => whole(about).min(8).max(16_384)
const bucket = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('kohya'),
    area: whole('Area of a bucket, at most, px².')
      .min(4096)
      .max(16_384 ** 2)
      .default(1_048_576),
    min: side('Shortest side, px.').default(256),
    max: side('Longest side, px.').default(2048),
    step,
    no_upscale: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('sdxl'), no_upscale: z.boolean().default(false) }),
])

/** Fields, types and defaults, without what holds between fields. */
export const recipeShape = z.strictObject({
  source: z
    .strictObject({
      files: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe(
          "WARC archives, gzip or plain: paths or globs relative to the recipe's folder, https:// URLs (rows name them without the query), or - for standard input.",
        ),
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
      parser: z
        .enum(['scan', 'dom'])
        .default('scan')
        .describe(
          'HTML parser: scan reads tags only, some 25 times as fast as dom, which builds the whole tree (cheerio); they find the same.',
        ),
      text: z
        .strictObject({
          kinds: z
            .array(z.enum(TEXT_KINDS))
            .min(1)
            .default(['alt'])
            .describe(
              'Texts that may become TEXT, best first: alt, title, aria_label, figcaption, og_image_alt, anchor, page_title, surrounding.',
            ),
          min_length: whole('Shorter texts are dropped (text_short), in code points.').min(0).default(0),
        })
        .prefault({}),
      url: z
        .strictObject({
          choose: z
            .enum(['best', 'src'])
            .default('best')
            .describe(
              'best: the largest declared URL up to max_width among src, srcset, source, lazy attributes and a noscript copy; src: the src attribute alone, as other tools read it.',
            ),
          max_width: whole('Widest URL that is wanted, as srcset declares it, px.').min(1).default(2048),
        })
        .prefault({}),
      language: z
        .enum(['detect', 'none'])
        .default('detect')
        .describe('detect: language of each text and page, by their words; none: columns stay empty.'),
      max_page_bytes: whole('Larger pages are cut here and counted (html_budget).')
        .min(1024)
        .max(64 * 2 ** 20)
        .default(5 * 2 ** 20),
      max_images: whole('Pictures taken from one page; those beyond are counted (html_budget).')
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
      block_lists: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Opt-out: files of domains, picture URLs, or sha256 or md5 hashes of those, one a line. Relative to the recipe's folder.",
        ),
    })
    .prefault({}),
  opt_out: optOutShape,
  fetch: fetchShape,
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
  caption: z
    .strictObject({
      backend: z
        .enum(['none', 'endpoint', 'template'])
        .default('none')
        .describe(
          "Who writes captions: endpoint = a server that speaks OpenAI's chat completions; template = a few words by the toy model, for trying out.",
        ),
      where: z
        .string()
        .optional()
        .describe(
          'Samples that get captions; if not given, those that pass select.where and the fixed thresholds of select.keep.',
        ),
      base_url: z.string().min(1).optional().describe('Of the endpoint, such as http://127.0.0.1:8000/v1.'),
      model: z.string().min(1).max(200).optional().describe('Model that the endpoint is asked for.'),
      prompt: z
        .string()
        .min(1)
        .max(8000)
        .default('Describe this picture in one sentence: what can be seen, and nothing else.')
        .describe('What is asked of each picture.'),
      fuse: z.boolean().default(false).describe('True: the alt goes along as a hint, quoted.'),
      candidates: whole('Captions asked for each picture; each is scored.').min(1).max(16).default(1),
      temperature: z.number().min(0).max(2).optional().describe("0 to 2; the server's own if not given."),
      max_tokens: whole('Tokens of an answer, at most.').min(1).max(4096).default(160),
      token_field: z
        .enum(['max_tokens', 'max_completion_tokens'])
        .default('max_tokens')
        .describe("Name of that limit; OpenAI's reasoning models want max_completion_tokens."),
      api_key_env: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'the name of an environment variable,')
        .optional()
        .describe('Environment variable that holds the key; none is sent if not given.'),
      max_area: whole('Larger pictures are sent scaled down to this area, px².').min(4096).default(262_144),
      concurrency: whole('Requests at once.').min(1).max(1024).default(8),
      budget: whole('Requests that one call of run makes, at most, retries included.').min(0).optional(),
      timeout_ms: whole('Time for one answer.').min(100).max(300_000).default(60_000),
      retries: whole('Further requests after a failure that may pass.').min(0).max(20).default(3),
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
      caption: z
        .union(
          [
            z.enum(['alt', 'synthetic', 'best']),
            z.strictObject({ mix: z.strictObject({ synthetic: share }) }),
            z.strictObject({ raw_then_synth: fraction }),
          ],
          'alt, synthetic, best, {mix: …} or {raw_then_synth: …}',
        )
        .default('alt')
        .describe(
          'Text exported for training: alt, synthetic, best (by similarity), {mix: {synthetic: 0.7}} that share of the samples, or {raw_then_synth: {fraction: 0.3}} the alt if among the best by similarity, else a synthetic caption that reaches the same. A missing caption falls back to the alt.',
        ),
      bucket: z
        .union([z.literal('none'), bucket], 'none, or a map with kind: kohya or kind: sdxl,')
        .default('none')
        .describe(
          "Aspect buckets: none, {kind: kohya, area: 1048576, min: 256, max: 2048, step: 64, no_upscale: false} as kohya's sd-scripts, or {kind: sdxl}. Nothing is scaled up.",
        ),
      split: z
        .enum(['none', 'language'])
        .default('none')
        .describe(
          'language: dataset/en, dataset/multi and dataset/nolang by the detected language of TEXT; one that is not sure counts as none.',
        ),
      shard_size: whole('Samples per dataset shard.').min(1).max(10_000).default(10_000),
      max_shard_bytes: whole('Picture bytes per dataset shard, at most.').min(1).default(1_000_000_000),
    })
    .prefault({}),
  latents: z
    .strictObject({
      vae: z
        .string()
        .regex(/^file:.+$/, 'file:PATH of a vae.json,')
        .optional()
        .describe(
          'VAE whose latents are written beside the dataset: file:PATH of a vae.json; needs buckets.',
        ),
      batch_size: whole('Pictures encoded at once.').min(1).max(1024).default(4),
    })
    .prefault({}),
})

/** The recipe. Each field says in one sentence what it does; README's table is made from this. */
export const recipeSchema = recipeShape.superRefine(
  ({ source, extract, fetch, score, caption, select, latents }, context) => {
    const refuse = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    const isList = source.pairs !== undefined && source.files === undefined
    if (isList && fetch.source === 'archive') {
      refuse(['fetch', 'source'], 'web, since a list holds no pictures')
    }
    if (fetch.source === 'web' && !/https?:\/\/\S|\S@\S/.test(fetch.user_agent ?? '')) {
      refuse(
        ['fetch', 'user_agent'],
        'a name with a contact (a URL or an e-mail address), since sites want to know who asks',
      )
    }
    if (new Set(extract.text.kinds).size < extract.text.kinds.length)
      refuse(['extract', 'text', 'kinds'], 'each kind once')
    if (select.split === 'language' && extract.language === 'none')
      refuse(['extract', 'language'], 'detect, since select.split is language,')
    const { mode, image_size } = fetch.resize
    if (
      image_size === undefined &&
      (mode === 'keep_ratio_largest' || mode === 'center_crop' || mode === 'border')
    )
      refuse(['fetch', 'resize', 'image_size'], `a side in px, since fetch.resize.mode is ${mode},`)
    if (image_size !== undefined && (mode === 'no' || mode === 'bucket'))
      refuse(['fetch', 'resize', 'image_size'], `none, since fetch.resize.mode is ${mode},`)
    if (fetch.fall_back === 'archive' && isList)
      refuse(['fetch', 'fall_back'], 'none, since a list holds no pictures')
    if (fetch.resize.mode === 'bucket' && select.bucket === 'none')
      refuse(['select', 'bucket'], 'a kind of buckets, since fetch.resize.mode is bucket,')
    if (latents.vae !== undefined && select.bucket === 'none')
      refuse(['select', 'bucket'], 'a kind of buckets, since a VAE takes pictures of one size at once,')
    if (caption.backend === 'endpoint') {
      if (caption.base_url === undefined) refuse(['caption', 'base_url'], 'the URL of the endpoint')
      if (caption.model === undefined)
        refuse(['caption', 'model'], 'the model that the endpoint is asked for')
    }
    if (caption.backend === 'template' && !score.models.includes('toy'))
      refuse(['score', 'models'], 'toy among them, since caption.backend is template,')
  },
)
export type Recipe = z.infer<typeof recipeSchema>
