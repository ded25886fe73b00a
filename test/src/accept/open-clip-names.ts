import { RunError } from '@warc2dataset/schemas'

/** A model as open_clip calls it. */
export interface OpenClipName {
  /** Of its model configs, or with `hf-hub:` or `local-dir:` in front. */
  readonly model: string
  /** Tag of its pretrained.py, or a checkpoint file; null where `model` brings its weights. */
  readonly pretrained: string | null
  /** Tag whose preprocessing belongs to the weights of a file; null: that of `pretrained`, or open_clip's default. */
  readonly preprocessOf: string | null
}

/**
 * The weights of each preset of configs/models, by its name: open_clip 3.3.0, pretrained.py. OpenAI's were trained with
 * quick GELU, which open_clip's plain names leave out.
 */
export const OPEN_CLIP_NAMES: Readonly<Record<string, readonly [model: string, tag: string]>> = {
  b32: ['ViT-B-32-quickgelu', 'openai'],
  b32_fp16: ['ViT-B-32-quickgelu', 'openai'],
  b16: ['ViT-B-16-quickgelu', 'openai'],
  l14: ['ViT-L-14-quickgelu', 'openai'],
  l14_fp16: ['ViT-L-14-quickgelu', 'openai'],
  l14_336: ['ViT-L-14-336-quickgelu', 'openai'],
  dfn2b_l14: ['ViT-L-14-quickgelu', 'dfn2b'],
  h14: ['ViT-H-14', 'laion2b_s32b_b79k'],
  siglip2_b16: ['ViT-B-16-SigLIP2', 'webli'],
  xlmr_b32: ['xlm-roberta-base-ViT-B-32', 'laion5b_s13b_b90k'],
}

interface Wanted {
  readonly openClip: string | null
  readonly pretrained: string | null
}

/**
 * What open_clip calls the model of a manifest's name, as far as the command line does not say it.
 * @throws RunError exit 2 where neither says it.
 */
export function openClipName(name: string, { openClip, pretrained }: Wanted): OpenClipName {
  const [model = null, tag = null] = (Object.hasOwn(OPEN_CLIP_NAMES, name) && OPEN_CLIP_NAMES[name]) || []
  const wanted = openClip ?? model
  if (wanted === null)
    throw new RunError(
      'usage',
      `Expected --open-clip NAME --pretrained TAG for the model ${name}, got none; known are ${Object.keys(OPEN_CLIP_NAMES).join(', ')}`,
    )
  if (/^(hf-hub|local-dir):/.test(wanted)) return { model: wanted, pretrained: null, preprocessOf: null }
  const known = wanted === model ? tag : null
  const weights = pretrained ?? known
  if (weights === null)
    throw new RunError('usage', `Expected --pretrained TAG or FILE for ${wanted}, got none`)
  return { model: wanted, pretrained: weights, preprocessOf: known }
}
