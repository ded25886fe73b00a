import type { Activation } from './head-source.js'

/** What files of heads say of their encoder in free text, and the encoder that our manifests of models name. */
const ENCODERS: Readonly<Record<string, string>> = {
  'openai ViT-B/32': 'openai/ViT-B-32',
  'openai ViT-L/14': 'openai/ViT-L-14',
  'OpenAI CLIP ViT-B-32 image embedding, L2-normalised': 'openai/ViT-B-32',
  'OpenAI CLIP ViT-L-14 image embedding, L2-normalised': 'openai/ViT-L-14',
}

/** The encoder that a text is known to mean, word by word; null: not known. */
export function knownEncoder(text: string): string | null {
  return Object.hasOwn(ENCODERS, text) ? (ENCODERS[text] ?? null) : null
}

interface Formula {
  readonly hidden: Activation
  readonly last: Activation
}

const FORMULAS: Readonly<Record<string, Formula>> = {
  'x=(e-mean)/(sqrt(variance)+1e-10); relu(linear_i) ...; sigmoid(last)': { hidden: 'relu', last: 'sigmoid' },
}

/** The activations that a text is known to mean, word by word; null: not known. */
export function knownFormula(text: string): Formula | null {
  return Object.hasOwn(FORMULAS, text) ? (FORMULAS[text] ?? null) : null
}
