import { PHASES, type PhaseName, type Recipe } from '@warc2dataset/schemas'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import { annotate } from './annotate.js'
import { caption } from './caption.js'
import { dedup } from './dedup.js'
import { extract } from './extract.js'
import { fetch } from './fetch.js'
import { latents } from './latents.js'
import { pack } from './pack.js'
import type { Phase } from './phase.js'
import { plan } from './plan.js'
import { score } from './score.js'
import { select } from './select.js'

export type PhaseTable = Readonly<Record<PhaseName, Phase>>

/** The phases in the order of the data. */
export const phases: PhaseTable = {
  extract,
  dedup,
  plan,
  fetch,
  score,
  annotate,
  caption,
  select,
  pack,
  latents,
}

/** What decides the output of each phase: its stages, its part of the recipe, and everything upstream. */
export function fingerprintsOf(
  recipe: Recipe,
  table: PhaseTable = phases,
): Readonly<Record<PhaseName, string>> {
  const done = {} as Record<PhaseName, string>
  for (const name of PHASES) {
    const { stages, config, upstream } = table[name]
    const inherited = upstream.map((phase) => done[phase])
    done[name] = hashOf({ phase: name, stages, config: config(recipe), inherited })
  }
  return done
}
