/** Small tokenizer.json files by hand, of the three kinds of models that Hugging Face's tokenizers have for CLIP. */

const special = (id: number, content: string) => ({
  id,
  content,
  special: true,
  normalized: false,
  lstrip: false,
  rstrip: false,
  single_word: false,
})

const template = (
  before: readonly string[],
  behind: readonly string[],
  ids: Readonly<Record<string, number>>,
) => {
  const marks = (names: readonly string[]) => names.map((id) => ({ SpecialToken: { id, type_id: 0 } }))
  const entries = Object.entries(ids).map(([id, n]) => [id, { id, ids: [n], tokens: [id] }])
  return {
    type: 'TemplateProcessing',
    single: [...marks(before), { Sequence: { id: 'A', type_id: 0 } }, ...marks(behind)],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 0 } }],
    special_tokens: Object.fromEntries(entries),
  }
}

/** As XLM-R's: `<s> … </s>`. */
export const unigramJson = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [special(0, '<s>'), special(1, '<pad>'), special(2, '</s>'), special(3, '<unk>')],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }] },
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  post_processor: template(['<s>'], ['</s>'], { '<s>': 0, '</s>': 2 }),
  decoder: null,
  model: {
    type: 'Unigram',
    unk_id: 3,
    byte_fallback: false,
    vocab: [
      ['<s>', 0],
      ['<pad>', 0],
      ['</s>', 0],
      ['<unk>', 0],
      ['▁', -3],
      ['▁a', -2],
      ['▁the', -2.5],
      ['▁cat', -4],
      ['▁c', -5],
      ['at', -4.5],
      ['s', -3],
      ['t', -5],
      ['he', -5],
      ['東京', -6],
    ],
  },
}

/** As Gemma's, for SigLIP 2: pieces of bytes for what it does not have, nothing added behind. */
export const gemmaJson = {
  ...unigramJson,
  added_tokens: [special(0, '<pad>'), special(1, '<eos>'), special(2, '<bos>'), special(3, '<unk>')],
  normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
  pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
  post_processor: template(['<bos>'], [], { '<bos>': 2 }),
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: '<unk>',
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: true,
    ignore_merges: false,
    vocab: Object.fromEntries(
      [
        ...['<pad>', '<eos>', '<bos>', '<unk>'],
        ...Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`),
        ...['▁', 'a', 'c', 't', 'h', 'e', 's', 'at', 'cat', '▁cat', 'th', 'the'],
      ].map((token, id) => [token, id]),
    ),
    merges: ['a t', 'c at', '▁ cat', 't h', 'th e'],
  },
}

/** As BERT's, for jina-clip-v1: `[CLS] … [SEP]`. */
export const wordPieceJson = {
  ...unigramJson,
  added_tokens: [special(0, '[PAD]'), special(1, '[UNK]'), special(2, '[CLS]'), special(3, '[SEP]')],
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: template(['[CLS]'], ['[SEP]'], { '[CLS]': 2, '[SEP]': 3 }),
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(
      ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'the', 'a', 'cat', 'c', '##at', '##s', 'cafe', '京', '!'].map(
        (t, id) => [t, id],
      ),
    ),
  },
}
