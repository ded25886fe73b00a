import type { AnatomySection } from '@warc2dataset/schemas'
import type { DotPoint } from '../figures/dot-options.js'

/** Pictures of a site, a language, or all, by what their alt is. */
export type Silence = Exclude<AnatomySection['silence'], { not_available: string }>['total']

/** Pictures, and those whose alt says nothing. */
export function silentPictures({ text, missing, empty, blank }: Silence): {
  readonly all: number
  readonly silent: number
} {
  const silent = missing + empty + blank
  return { all: text + silent, silent }
}

/** Shares of all pictures: missing, empty, blank; null where there are no pictures. */
export function silenceShares(silence: Silence): readonly (DotPoint | null)[] {
  const { all } = silentPictures(silence)
  return [silence.missing, silence.empty, silence.blank].map((n) =>
    all > 0 ? { value: n / all, low: null, high: null } : null,
  )
}
