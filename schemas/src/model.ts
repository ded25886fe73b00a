import { z } from 'zod'

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'Expected 64 hex digits')

/** A file of a model, relative to its manifest and never outside that folder. */
export const modelFileSchema = z.strictObject({
  file: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/)
    .refine((name) => !name.split('/').includes('..'), 'Expected a path inside the model folder'),
  sha256: hex,
})

/** Weights that the ONNX file names beside itself; what is not listed is refused. */
const externalData = z.array(modelFileSchema).default([])

const triple = z.tuple([z.number(), z.number(), z.number()])

/**
 * Model manifest: everything that decides a score. One image tower and one text tower as ONNX files, both giving
 * [batch, dim] float32; L2 normalisation is ours.
 */
export const modelSchema = z.strictObject({
  version: z.literal(1),
  /** Short name: column `similarity_<name>`, folder `scored/<name>`. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  /** What stands in `score_model`. */
  id: z.string().min(1).max(200),
  license: z.string().min(1),
  /**
   * Name of the weights, whatever file they come in (`openai/ViT-B-32`): heads are bound to it. Null: the id.
   */
  encoder: z.string().min(1).max(200).nullable().default(null),
  /** What the model was trained for; null: pictures and texts of the web at large. */
  domain: z.string().min(1).nullable(),
  /** True: a score says nothing outside `domain`, and drops nothing there. */
  toy: z.boolean().default(false),
  /** Length of an embedding. */
  dim: z.number().int().min(1).max(65_536),
  /**
   * P(match) = sigmoid(scale · cosine + bias) where the model has a bias (SigLIP); else a softmax over scale · cosine
   * tells classes apart (CLIP). Thresholds compare cosines as they are.
   */
  similarity: z.strictObject({ scale: z.number().nullable(), bias: z.number().nullable() }),
  /** The model's own threshold on the cosine, and where it comes from. */
  threshold: z.strictObject({ value: z.number(), source: z.string().min(1) }).nullable(),
  /**
   * Largest difference of a component of an embedding (of length 1) that another provider may make to the CPU:
   * float16 weights need more room than float32.
   */
  epsilon: z.number().positive().max(0.1).default(1e-3),
  image: modelFileSchema.extend({
    data: externalData,
    input: z.string().min(1),
    output: z.string().min(1),
    /** Side of the square input, px. */
    size: z.number().int().min(8).max(2048),
    /** shortest: scale the short side to `size`, crop the centre; squash: scale both sides. */
    resize: z.enum(['shortest', 'squash']),
    resample: z.enum(['bicubic', 'bilinear']),
    /** Input = (byte / 255 - mean) / std, planar [batch, 3, size, size] float32. */
    mean: triple,
    std: triple,
  }),
  text: modelFileSchema.extend({
    data: externalData,
    /** Input that holds 1 for each id of the text and 0 behind it; null where the tower has none. */
    attention_mask: z.string().min(1).nullable().default(null),
    input: z.string().min(1),
    output: z.string().min(1),
    /** Ids per text, [batch, context]. */
    context: z.number().int().min(2).max(4096),
    id_type: z.enum(['int64', 'int32']),
    /** Id behind the end of a text. */
    pad: z.number().int().min(0),
    tokenizer: z.discriminatedUnion('kind', [
      z.strictObject({
        /** One word per line of `vocabulary`; the word on line n (from 0) has the id n. */
        kind: z.literal('words'),
        vocabulary: modelFileSchema,
        /** Id of every other word. */
        unknown: z.number().int().min(0),
        /** A text with a larger share of unknown words has no score. */
        max_unknown: z.number().min(0).max(1),
      }),
      z.strictObject({
        /** OpenAI CLIP's byte pairs (openai/CLIP, simple_tokenizer.py): `vocabulary` is its bpe_simple_vocab_16e6.txt.gz. */
        kind: z.literal('clip_bpe'),
        vocabulary: modelFileSchema,
        start: z.number().int().min(0).default(49_406),
        /** Stands behind the last token, of long texts too. */
        end: z.number().int().min(0).default(49_407),
      }),
      z.strictObject({
        /** Hugging Face's tokenizer.json (SigLIP, XLM-R …). */
        kind: z.literal('hf_json'),
        vocabulary: modelFileSchema,
        /** As in open_clip's tokenizer.py; none: the text as it is. */
        clean: z.enum(['none', 'whitespace', 'lower', 'canonicalize']),
        /** Stands behind the last token, of long texts too; null: as tokenizer.json's own post-processor does it. */
        end: z.number().int().min(0).nullable(),
      }),
    ]),
  }),
})
export type ModelManifest = z.infer<typeof modelSchema>
