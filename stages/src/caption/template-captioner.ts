import type { PromptSet } from '@warc2dataset/schemas'
import { openRanking } from '../prompts/rank-classes.js'
import { type CaptionOutcome, noCaption } from './caption-outcome.js'

/** Model id of every caption written here: whoever reads a dataset can tell them apart. */
export const TEMPLATE_MODEL = 'toy-template-v1'

/** What may be in a picture, with directions in the space of the toy model: `classVectors` of `pairPrompts`. */
export interface TemplateThings {
  /** Such as "red star". */
  readonly labels: readonly string[]
  /** [K, dim], one per label, each of length 1. */
  readonly vectors: Float32Array
  readonly dim: number
}

/** The caption of one stored embedding [dim] of the toy model; null, or one without a length: `unfit`. */
export type CaptionByTemplate = (embedding: Float32Array | null) => CaptionOutcome

/**
 * Every colour with every shape, as one set of classes in the templates of `shape` (scene_colour × scene_shape: 120).
 * Told together, a colour and a shape are more often of one object than told apart.
 */
export function pairPrompts(colour: PromptSet, shape: PromptSet): PromptSet {
  const classes = colour.classes.flatMap((a) =>
    shape.classes.map((b) => ({
      label: `${a.label} ${b.label}`,
      prompts: wordsOf(a).flatMap((one) => wordsOf(b).map((other) => `${one} ${other}`)),
    })),
  )
  return { ...shape, name: `${colour.name}_${shape.name}`, classes }
}

/**
 * Captions without a network, for the demo: "a red star", the likeliest of `things`. It proves the plumbing, not
 * quality: it names one object even where there are two, says nothing of the ground, and nothing true outside the
 * drawn scenes of the toy model.
 * @throws RangeError if vectors and labels do not agree, here, or for an embedding of another length, later
 */
export function openTemplateCaptioner({ labels, vectors, dim }: TemplateThings): CaptionByTemplate {
  if (labels.length === 0 || vectors.length !== labels.length * dim) {
    throw new RangeError(
      `Expected ${labels.length} vectors of ${dim} for the template captioner, got ${vectors.length} numbers`,
    )
  }
  // Only the order counts, which no scale changes.
  const rank = openRanking({ vectors, dim, scale: 1, top: 1 })
  return (embedding) => {
    if (embedding === null || !hasLength(embedding)) {
      return noCaption('unfit', 'the picture has no embedding')
    }
    const thing = labels[rank(embedding).best[0]?.at ?? 0] ?? ''
    const text = `${/^[aeiou]/i.test(thing) ? 'an' : 'a'} ${thing}`
    return { kind: 'written', text, tokensIn: null, tokensOut: null, finish: null }
  }
}

function wordsOf({ label, prompts }: PromptSet['classes'][number]): readonly string[] {
  return prompts.length === 0 ? [label] : prompts
}

function hasLength(embedding: Float32Array): boolean {
  const squares = embedding.reduce((sum, x) => sum + x * x, 0)
  return Number.isFinite(squares) && squares > 0
}
