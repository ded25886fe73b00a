import { biasSentences, collectionSentences, filterSentences, limitSentences } from './describe-laion.js'
import { laionColumns } from './laion-columns.js'
import type { LaionFacts } from './laion-facts.js'

/** `size_categories` of Hugging Face's dataset cards: upper ends, names. */
const SIZES = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
  [1e10, '1B<n<10B'],
  [1e11, '10B<n<100B'],
  [1e12, '100B<n<1T'],
] as const

/** Name of the size class of n rows. */
export function sizeCategory(n: number): string {
  return SIZES.find(([end]) => n < end)?.[1] ?? 'n>1T'
}

/** README.md: a dataset card with the front matter of Hugging Face (huggingface_hub's dataset card spec). */
export function datasetCard(facts: LaionFacts): string {
  const { samples, funnel, left, ancestry } = facts
  return [
    '---',
    'license: other',
    'license_name: not-determined',
    'pretty_name: Image-text pairs (metadata)',
    'tags:',
    '- image-text-pairs',
    '- warc2dataset',
    'size_categories:',
    `- ${sizeCategory(samples)}`,
    'configs:',
    '- config_name: default',
    '  data_files:',
    '  - split: train',
    '    path: part-*.snappy.parquet',
    '---',
    '',
    '# Image-text pairs: metadata',
    '',
    'URLs and texts of pictures, with what was measured of them. No pictures, and no rows that were left out.',
    '',
    '## How it was made',
    '',
    ...items(collectionSentences(facts)),
    '',
    '## What decided',
    '',
    ...items(filterSentences(facts)),
    '',
    '## Who was left out',
    '',
    `Of ${funnel.candidates} candidates ${funnel.kept} were kept, ${funnel.dropped} dropped and ${funnel.failed} failed.`,
    '',
    ...table(
      ['reason', 'candidates', 'what it means'],
      left.map(({ reason, candidates, about }) => [reason, String(candidates), about]),
    ),
    '',
    '## Models',
    '',
    ...(ancestry.length === 0
      ? ['No model scored or annotated these rows.']
      : table(
          ['role', 'id', 'base', 'sha256 of the manifest', 'licence'],
          ancestry.map(({ role, id, base, sha256, licence, toy }) => [
            role,
            toy ? `${id} (a toy model: means nothing outside its domain)` : id,
            base ?? '-',
            sha256 ?? 'not recorded',
            licence ?? 'not known',
          ]),
        )),
    '',
    'TEXT is what stood on the page: no word of a captioner is in it, and no latent of a VAE goes along; where the run has some, the models are listed. Hashes of the weights are in ancestry.json.',
    '',
    '## Known leanings and limits',
    '',
    ...items([...biasSentences(facts), ...limitSentences(facts)]),
    '',
    '## Columns',
    '',
    ...table(
      ['column', 'type', 'what it is'],
      Object.entries(laionColumns).map(([name, { type, about }]) => [name, type, about]),
    ),
    '',
  ].join('\n')
}

function items(sentences: readonly string[]): readonly string[] {
  return sentences.map((sentence) => `- ${plain(sentence)}`)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)]
}

/** Text of a recipe or a manifest must not become markup of the card. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#~&]/g, (char) => `\\${char}`)
}
