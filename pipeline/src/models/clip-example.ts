import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'
import type { ClipModel } from '@warc2dataset/stages/clip/model/load-model'
import { preprocessPixels } from '@warc2dataset/stages/clip/pixels/preprocess'
import { openEmbedder } from '@warc2dataset/stages/clip/session/open-embedder'
import { openTokenizer } from '@warc2dataset/stages/clip/tokens/open-tokenizer'
import sharp from 'sharp'

/** The example in the README of openai/CLIP, for ViT-B/32: its picture, its texts, what it prints. */
export const CLIP_EXAMPLE = {
  preset: 'b32',
  picture: 'https://github.com/openai/CLIP/blob/main/CLIP.png',
  /** Of that file at commit d05afc4 of openai/CLIP. */
  sha256: '308a3ca4503f1c7a07803916c369d78c4ef501e5ab7fc727da9b5e1d2f9ec85b',
  texts: ['a diagram', 'a dog', 'a cat'],
  probabilities: [0.9927937, 0.00421068, 0.00299572],
} as const

/** What CLIP multiplies cosines by: training held its logit_scale at or below 100 (CLIP paper, 2.5). */
const LOGIT_SCALE = 100

/** Difference of a probability that passes. A cosine that is wrong by 0.01 makes 0.0030 of it 0.0081. */
const TOLERANCE = 0.002

export interface ExampleResult {
  readonly got: readonly number[]
  readonly expected: readonly number[]
  readonly passed: boolean
}

/**
 * Runs CLIP's published example on the CPU with our own preprocessing and tokenizer. `picturePath` must be the very
 * picture. @throws RunError exit 2 if it is not.
 */
export async function runClipExample(model: ClipModel, picturePath: string): Promise<ExampleResult> {
  const bytes = await readFile(picturePath).catch((error: unknown) => {
    throw new RunError('usage', `Expected CLIP.png for --example, got ${String(error)}`, { cause: error })
  })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== CLIP_EXAMPLE.sha256)
    throw new RunError(
      'usage',
      `Expected ${CLIP_EXAMPLE.picture} (sha256 ${CLIP_EXAMPLE.sha256}) for --example, got a file with ${sha256}`,
    )
  // Pillow's convert('RGB') leaves out an alpha channel without blending, and applies no profile.
  const { data, info } = await sharp(bytes, { ignoreIcc: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = preprocessPixels(data, info.width, info.height, model.manifest.image)
  const tokenize = await openTokenizer(model)
  const embedder = await openEmbedder({
    model,
    provider: 'cpu',
    batchSize: CLIP_EXAMPLE.texts.length,
    threads: 1,
  })
  try {
    const [image] = await embedder.images([pixels])
    const texts = await embedder.texts(CLIP_EXAMPLE.texts.map((text) => tokenize(text).ids))
    const got = probabilities(image ?? null, texts)
    const expected = CLIP_EXAMPLE.probabilities
    return { got, expected, passed: got.every((p, i) => Math.abs(p - (expected[i] ?? 0)) <= TOLERANCE) }
  } finally {
    await embedder.close()
  }
}

/** Softmax over the texts of 100 times the cosine; NaN where a vector is missing. */
export function probabilities(
  image: Float32Array | null,
  texts: readonly (Float32Array | null)[],
): readonly number[] {
  const logits = texts.map((text) =>
    text === null || image === null
      ? Number.NaN
      : LOGIT_SCALE * text.reduce((sum, x, i) => sum + x * (image[i] ?? 0), 0),
  )
  const highest = Math.max(...logits)
  const weights = logits.map((logit) => Math.exp(logit - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}
