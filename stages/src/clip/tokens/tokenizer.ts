/** What a model sees of a text. */
export interface Tokenized {
  /** At most `context` of them, without padding; empty for a text without a word where no special id is added. */
  readonly ids: readonly number[]
  /** Words of the text as the tokenizer cuts them; for `hf_json` its tokens, up to where it reads. */
  readonly words: number
  /** Words among `ids` that the vocabulary does not have. */
  readonly unknown: number
  /** The text has more than fits into `context`. */
  readonly truncated: boolean
}

export type Tokenizer = (text: string) => Tokenized

/** A tokenizer and the ids that it may give: 0 to `lastId`. */
export interface Vocabulary {
  readonly tokenize: Tokenizer
  readonly lastId: number
}
