import { isAvailable } from '@warc2dataset/schemas'
import type { Sections } from './write-sentences.js'

/** What every report says first, and what this one has to. Field note inspect §3. */
export function writeWarnings({ subject, funnel, languages }: Sections): readonly string[] {
  return [
    ...(subject.toy
      ? [
          'A toy model scored this. It knows coloured shapes and nothing else: its similarities say nothing about real pictures, and nothing is told here about people.',
        ]
      : []),
    ...(subject.rows === 0 ? ['There is not a single row.'] : []),
    ...(subject.kind === 'parquet'
      ? [
          'These rows are what somebody kept. Nothing is known of what was left out: by whom, for what reason, or how much.',
        ]
      : []),
    'A mention is not a depiction. A text that does not mention a group says nothing about the picture.',
    'Alt texts exist for people who cannot see the picture. A short, plain or empty one may be right for them.',
    'Nobody’s identity is told from a face or a name.',
    ...(subject.scorers.length > 0
      ? [
          'The model that scored is part of what is measured: its scores for a language are no evidence about pictures in it.',
        ]
      : []),
    'No share is right by nature. A reference is a choice: named and cited, or absent.',
    'A crawl samples the web by rules of its own. Exclusion begins before the first step here.',
    ...(isAvailable(funnel) && funnel.candidates > 0 && funnel.candidates < 1000
      ? ['Few rows: most intervals are too wide to say anything.']
      : []),
    ...(isAvailable(languages) && languages.languages.length === 0 ? ['No language was looked for.'] : []),
    'Text from the open web, as it was found. Pictures are blurred until you ask.',
  ]
}
