import { z } from 'zod'
import { modelFileSchema } from './model.js'

/** One ONNX file of a VAE: one input, and one output of float32. */
const graph = modelFileSchema.extend({
  /** Weights that the ONNX file names beside itself; what is not listed is refused. */
  data: z.array(modelFileSchema).default([]),
  input: z.string().min(1),
  output: z.string().min(1),
  /** Values of the picture: `0..1` is byte / 255, `-1..1` is byte / 127.5 - 1. */
  range: z.enum(['0..1', '-1..1']),
})

/**
 * VAE manifest: everything that decides a latent. Pictures are [batch, 3, height, width], latents [batch, channels,
 * height / factor, width / factor], both of any size that is a multiple of `multiple_of`.
 */
export const vaeSchema = z
  .strictObject({
    version: z.literal(1),
    /** Short name, for folders and columns. */
    name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
    id: z.string().min(1).max(200),
    license: z.string().min(1),
    /** Whose latent space it is: what a trainer's cache is named after. */
    family: z.enum(['sd', 'sdxl', 'sd3', 'flux', 'flux2', 'other']),
    encoder: graph.extend({
      /** moments: mean and log variance, [batch, 2 · channels, …]; the first half is the mean, which is kept. */
      output_kind: z.enum(['mean', 'moments']),
    }),
    /** Takes latents as the encoder gives them. Null: there is none, and pictures cannot be compared. */
    decoder: graph.nullable(),
    /** Of a latent, after the mean is taken. */
    channels: z.number().int().min(1).max(1024),
    /** Pixels to one cell of a latent, along each side. */
    factor: z.number().int().min(1).max(128),
    /** What a trainer sees is scaling_factor · (latent - shift_factor). */
    scaling_factor: z.number().positive().finite(),
    shift_factor: z.number().finite(),
    /** Whether the encoder's output is already scaled and shifted so. */
    scaled: z.boolean(),
    /** Sides of a picture, px; a multiple of `factor`. */
    multiple_of: z.number().int().min(1).max(1024),
    /**
     * Largest difference of a number of a latent that another provider may make to the CPU, as a share of the largest
     * number of the latent.
     */
    epsilon: z.number().positive().max(0.1).default(1e-3),
  })
  .refine(({ multiple_of, factor }) => multiple_of % factor === 0, {
    path: ['multiple_of'],
    message: 'Expected a multiple of factor',
  })
export type VaeManifest = z.infer<typeof vaeSchema>

/** vaes/<name>.<spec>.json beside dataset/: which VAE a name stands for. A name never changes its VAE. */
export const vaeRecordSchema = z.strictObject({
  version: z.literal(1),
  /** As the recipe names it, made absolute. */
  spec: z.string(),
  name: z.string(),
  id: z.string(),
  family: z.string(),
  license: z.string(),
  /** Sides of buckets must be multiples of it, px. */
  multiple_of: z.number().int().positive(),
  /** sha256 of the manifest, which holds the sha256 of every file. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Path of vae.json. */
  manifest: z.string(),
})
export type VaeRecord = z.infer<typeof vaeRecordSchema>
