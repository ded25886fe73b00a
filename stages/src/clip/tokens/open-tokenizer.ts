import type { ModelManifest } from '@warc2dataset/schemas'
import type { ClipModel } from '../model/load-model.js'
import { openClipBpe } from './tokenize-clip.js'
import { openHfJson } from './tokenize-hf.js'
import { openWords } from './tokenize-words.js'
import type { Tokenized, Tokenizer, Vocabulary } from './tokenizer.js'

/** The tokenizer of a model. Rejects with `RunError('model', …)` if its files do not fit the manifest. */
export async function openTokenizer(model: ClipModel): Promise<Tokenizer> {
  return (await openVocabulary(model)).tokenize
}

/** As `openTokenizer`, and the ids that the text tower must know. */
export async function openVocabulary(model: ClipModel): Promise<Vocabulary> {
  const { tokenizer } = model.manifest.text
  switch (tokenizer.kind) {
    case 'words':
      return openWords(model, tokenizer)
    case 'clip_bpe':
      return openClipBpe(model, tokenizer)
    case 'hf_json':
      return openHfJson(model, tokenizer)
  }
}

/** True if more of what the model sees is unknown to it than its manifest allows; a text without a word is. */
export function isOutOfVocabulary(
  { ids, unknown }: Tokenized,
  { text: { tokenizer } }: ModelManifest,
): boolean {
  if (tokenizer.kind !== 'words') return false
  return ids.length === 0 || unknown > tokenizer.max_unknown * ids.length
}
