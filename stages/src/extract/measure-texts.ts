import { type Candidate, kept, type Text } from '@warc2dataset/schemas'
import { classifyText } from '../alt/classify-text.js'
import { skeletonOf } from '../alt/skeleton.js'
import { hash64 } from '../identity.js'
import { scriptOf } from '../language/script-of.js'
import type { Stage } from '../stage.js'
import type { Detect } from './archive-input.js'

export const MEASURE_TEXTS = { name: 'measure-texts', version: 1 } as const

export interface MeasureOptions {
  /** Texts that may become TEXT: only they are measured. */
  readonly kinds: readonly string[]
  readonly detect: Detect
}

/** Measures the texts that may become TEXT: language, script, class and skeleton. Drops nothing. */
export function measureTexts<T extends Candidate>({ kinds, detect }: MeasureOptions): Stage<T, T> {
  const wanted = new Set(kinds)
  return {
    ...MEASURE_TEXTS,
    open: async () => ({
      process: async (batch) =>
        batch.map((row) => {
          const texts = row.texts.map((text) =>
            wanted.has(text.kind) ? { ...text, ...measured(text.text, row.url, detect) } : text,
          )
          return kept({ ...row, texts })
        }),
      close: async () => {},
    }),
  }
}

/** A text that nothing is known of yet. */
export function unmeasured(kind: string, text: string, text_id: bigint): Text {
  return {
    kind,
    text,
    text_id,
    n: 1,
    language: null,
    probability: null,
    script: null,
    class: null,
    skeleton: null,
  }
}

function measured(
  text: string,
  url: string,
  detect: Detect,
): Pick<Text, 'language' | 'probability' | 'script' | 'class' | 'skeleton'> {
  const found = detect?.(text)
  return {
    language: found?.reliable === true ? found.language : null,
    probability: found?.probability ?? null,
    script: scriptOf(text),
    class: classifyText(text, url),
    skeleton: hash64(skeletonOf(text)),
  }
}
