import type { WordsSection } from '@warc2dataset/schemas'

type Contrast = WordsSection['contrasts'][number]
export type WordRow = Contrast['rows'][number]

/** Words that mark each side, the strongest first. */
export function wordEnds({ rows }: Pick<Contrast, 'rows'>): {
  readonly first: readonly WordRow[]
  readonly second: readonly WordRow[]
} {
  return {
    first: rows.filter(({ z }) => z > 0).sort((a, b) => b.z - a.z),
    second: rows.filter(({ z }) => z < 0).sort((a, b) => a.z - b.z),
  }
}
