import { z } from 'zod'
import { type Columns, column, nullable } from './column.js'
import { modelFileSchema } from './model.js'

/** Short name of an annotator: folder `annotated/<name>`, and the beginning of its columns. */
export const annotatorName = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/)

/** Columns in LAION's names, one float each: what a head or a zero-shot proxy may fill. */
export const MEASURES = {
  aesthetic: 'Aesthetic score; null: not computed.',
  punsafe: 'Probability of unsafe content; null: not computed.',
  pwatermark: 'Probability of a watermark; null: not computed.',
} as const
export type Measure = keyof typeof MEASURES

const measureColumn = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/)

const layer = z.strictObject({
  /** Tensors of the weights file: [out, in] and [out]. */
  weight: z.string().min(1),
  bias: z.string().min(1),
  activation: z.enum(['none', 'relu', 'sigmoid']),
})

/**
 * Head manifest (head.json): a few dense layers over the L2-normalised image embedding of one encoder, giving one
 * number. What `models convert` writes.
 */
export const headSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('head'),
  name: annotatorName,
  /** What it is and where it comes from, for people. */
  id: z.string().min(1).max(200),
  license: z.string().min(1),
  source: z.string().min(1),
  /** `encoder` of the model whose embeddings it was trained on; another one is refused. */
  requires: z.string().min(1),
  /** Length of that embedding. */
  dim: z.number().int().min(1).max(65_536),
  /** Column that it fills: aesthetic, punsafe, pwatermark as LAION has them, or another name. */
  column: measureColumn,
  /** safetensors, F32, beside the manifest. */
  weights: modelFileSchema,
  /** x = (e - mean) / (sqrt(variance) + epsilon) before the first layer; null: none. */
  normalise: z
    .strictObject({ mean: z.string().min(1), variance: z.string().min(1), epsilon: z.number().positive() })
    .nullable(),
  layers: z.array(layer).min(1).max(32),
})
export type HeadManifest = z.infer<typeof headSchema>

const promptClass = z.strictObject({
  label: z.string().min(1).max(100),
  /** Put into each template. Empty: the label itself. */
  prompts: z.array(z.string().min(1).max(300)).max(1000).default([]),
})

/**
 * A prompt set: classes told by words, each the mean of its prompts' text embeddings (radford et al. 2021, §3.1.4). What
 * it says depends on the model that reads the prompts; probabilities are a softmax among these classes only.
 */
export const promptSetSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('prompts'),
  name: annotatorName,
  about: z.string().min(1).max(300),
  source: z.string().min(1),
  /** `encoder` that the prompts were written for; null: any. */
  requires: z.string().min(1).nullable(),
  /** `{}` is the place of the prompt. */
  templates: z.array(z.string().includes('{}').max(300)).min(1).max(200).default(['{}']),
  /** Logits are scale · cosine; null: the model's own scale, or 100 (CLIP's). */
  scale: z.number().positive().nullable().default(null),
  classes: z.array(promptClass).min(2).max(100_000),
  /** What the set says of a picture. */
  gives: z.discriminatedUnion('kind', [
    /** NAME (the best label), NAME_p (its probability), NAME_top (JSON of the best `top` with probabilities). */
    z.strictObject({ kind: z.literal('labels'), top: z.number().int().min(1).max(100).default(3) }),
    /** One float: the probability of these classes together. */
    z.strictObject({
      kind: z.literal('probability'),
      of: z.array(z.string().min(1)).min(1),
      column: measureColumn,
    }),
    /** LAION's tag in column NSFW: how many of the best two classes are among `unsafe`. 2: NSFW, 1: UNSURE, 0: UNLIKELY. */
    z.strictObject({ kind: z.literal('laion_nsfw'), unsafe: z.array(z.string().min(1)).min(1) }),
  ]),
})
export type PromptSet = z.infer<typeof promptSetSchema>

/** annotators/<name>.<digest>.json of a run: which head or prompt set a name stands for, and whose embeddings it reads. */
export const annotatorSchema = z.strictObject({
  version: z.literal(1),
  kind: z.enum(['head', 'prompts']),
  /** As the recipe names it. */
  spec: z.string(),
  name: annotatorName,
  id: z.string(),
  /** sha256 of the manifest (with the sha256 of its weights) or of the prompt set, and of the scorer's. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Path of head.json, or of the prompt set. */
  file: z.string(),
  /** Name of the scorer whose embeddings it reads. */
  scorer: z.string(),
  /** True: that scorer is a toy, and outside its domain nothing is dropped by this. */
  toy: z.boolean(),
  gives: z.union([
    z.strictObject({ kind: z.literal('number'), column: measureColumn }),
    promptSetSchema.shape.gives,
  ]),
})
export type Annotator = z.infer<typeof annotatorSchema>

/** Columns that an annotator gives, in annotated/, selections and the dataset. Every row says by which version. */
export function annotatorColumns({ name, gives }: Pick<Annotator, 'name' | 'gives'>): Columns {
  const by = { [`${name}_by`]: nullable('string', `What gave it: id of ${name}, and 8 digits of its hash.`) }
  switch (gives.kind) {
    case 'labels':
      return {
        [name]: nullable('string', `Best label of prompt set ${name}.`),
        [`${name}_p`]: nullable('float', 'Its probability among the classes of the set; not calibrated.'),
        [`${name}_top`]: nullable('string', 'The best labels: JSON array of {label, p}.'),
        ...by,
      }
    case 'laion_nsfw':
      return { NSFW: nullable('string', 'UNLIKELY, UNSURE or NSFW; null: not computed.'), ...by }
    case 'number':
    case 'probability':
      return {
        [gives.column]: nullable(
          'float',
          gives.column in MEASURES ? MEASURES[gives.column as Measure] : `By ${name}.`,
        ),
        ...by,
      }
  }
}

/** annotated/<name>/NNNNN.parquet: a row per picture that has an embedding, in its order. */
export function annotatedColumns(annotator: Pick<Annotator, 'name' | 'gives'>): Columns {
  return { key: column('string', 'Key of the sample.'), ...annotatorColumns(annotator) }
}
