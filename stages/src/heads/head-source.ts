import type { HeadManifest } from '@warc2dataset/schemas'
import type { Tensors } from './tensor.js'

export type Activation = HeadManifest['layers'][number]['activation']

/** What the file of somebody else's head holds, whatever its format. */
export interface HeadSource {
  readonly tensors: Tensors
  /** Short texts that stand in the file: requires, licence, source, name, formula … */
  readonly about: Readonly<Record<string, string>>
  /** Of each layer in its order, as the file itself tells them; null: not told. Empty: told of none. */
  readonly activations: readonly (Activation | null)[]
}
