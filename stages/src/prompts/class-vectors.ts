import { type PromptSet, RunError } from '@warc2dataset/schemas'
import { modelError } from '../clip/model/load-model.js'
import { isOutOfVocabulary } from '../clip/tokens/open-tokenizer.js'
import type { Scorer } from '../score/open-scorer.js'

/** What reads prompts: a scorer, or only its text side. */
export type PromptReader = Pick<Scorer, 'tokenize' | 'embedder' | 'model'>

/** Classes as directions in the space of one model. */
export interface ClassVectors {
  /** [K, dim], class after class, each of length 1. */
  readonly vectors: Float32Array
  readonly dim: number
  /** Logits are scale · cosine. */
  readonly scale: number
  /** Texts that the model saw only the beginning of. */
  readonly truncated: number
  /** Prompts that were left out, since the model knows too little of their words. */
  readonly unknown: number
}

interface PromptText {
  readonly at: number
  readonly ids: readonly number[]
}

/** Texts embedded at once: what is held of any set, however long. */
const TEXTS_AT_ONCE = 4096
const CLIP_SCALE = 100

/**
 * Each class is the mean of the L2-normalised embeddings of all its prompts in all templates, L2-normalised again
 * (Radford et al. 2021, §3.1.4; open_clip, zero_shot_classifier.py, build_zero_shot_classifier). A class without prompts
 * has its label for one. A prompt that is out of the model's vocabulary is left out of the mean.
 * @throws RunError exit 5 if the set is for another encoder, or, naming the label, if a class has no prompt that the
 * model can read or no finite vector.
 */
export async function classVectors(set: PromptSet, reader: PromptReader): Promise<ClassVectors> {
  const { manifest } = reader.model
  refuseOtherEncoder(set, reader)
  const { dim } = manifest
  const sums = new Float64Array(set.classes.length * dim)
  const seen = { truncated: 0, unknown: 0 }
  let pending: PromptText[] = []
  const embed = async (): Promise<void> => {
    const vectors = await reader.embedder.texts(pending.map(({ ids }) => ids))
    pending.forEach(({ at }, index) => {
      const vector = vectors[index]
      if (vector == null) throw noVector(set, at, reader, 'a prompt for which the model gives none')
      for (let i = 0; i < dim; i++)
        sums[at * dim + i] = (sums[at * dim + i] as number) + (vector[i] as number)
    })
    pending = []
  }
  for (const [at] of set.classes.entries()) {
    for (const ids of readableTexts(set, at, reader, seen)) {
      pending.push({ at, ids })
      if (pending.length === TEXTS_AT_ONCE) await embed()
    }
  }
  await embed()
  return { vectors: unitRows(sums, dim, set, reader), dim, scale: scaleOf(set, reader), ...seen }
}

/**
 * The set's own scale, or the model's, or 100 (CLIP's). A model with a bias (SigLIP) is trained for a sigmoid of each
 * pair, which makes no classes exclusive; its classes are told apart by a softmax as well, with the scale of CLIP.
 */
function scaleOf({ scale }: PromptSet, { model }: PromptReader): number {
  const { similarity } = model.manifest
  return scale ?? (similarity.bias === null ? similarity.scale : null) ?? CLIP_SCALE
}

function refuseOtherEncoder({ name, requires }: PromptSet, { model }: PromptReader): void {
  const encoder = model.manifest.encoder ?? model.manifest.id
  if (requires === null || requires === encoder) return
  throw new RunError(
    'model',
    `Expected the encoder ${requires}, for which prompt set ${name} was written, got ${encoder}`,
  )
}

/** Ids of every text of a class that the model can read. */
function readableTexts(
  { classes, templates }: PromptSet,
  at: number,
  { tokenize, model }: PromptReader,
  seen: { truncated: number; unknown: number },
): readonly (readonly number[])[] {
  const { label, prompts } = classes[at] as PromptSet['classes'][number]
  const texts = (prompts.length === 0 ? [label] : prompts).flatMap((prompt) => {
    // Alone too: the known words of a template must not stand for a prompt of which nothing is known.
    const filled = [prompt, ...templates.map((template) => template.split('{}').join(prompt))].map(tokenize)
    const [, ...own] = filled
    if (filled.some((tokens) => isOutOfVocabulary(tokens, model.manifest))) {
      seen.unknown += 1
      return []
    }
    seen.truncated += own.filter(({ truncated }) => truncated).length
    return own.map(({ ids }) => ids)
  })
  if (texts.length > 0) return texts
  throw modelError(model, [
    `text.tokenizer: Expected words that the model knows for class ${JSON.stringify(label)}, got none`,
  ])
}

function unitRows(sums: Float64Array, dim: number, set: PromptSet, reader: PromptReader): Float32Array {
  const vectors = new Float32Array(sums.length)
  for (const [at] of set.classes.entries()) {
    const sum = sums.subarray(at * dim, (at + 1) * dim)
    const length = Math.sqrt(sum.reduce((total, x) => total + x * x, 0))
    if (!Number.isFinite(length) || length === 0)
      throw noVector(set, at, reader, `a mean of length ${length}`)
    for (let i = 0; i < dim; i++) vectors[at * dim + i] = (sum[i] as number) / length
  }
  return vectors
}

function noVector({ classes, name }: PromptSet, at: number, { model }: PromptReader, got: string): RunError {
  const label = JSON.stringify(classes[at]?.label)
  return modelError(model, [`text: Expected a vector for class ${label} of prompt set ${name}, got ${got}`])
}
