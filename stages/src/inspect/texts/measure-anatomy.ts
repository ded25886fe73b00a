import type { AnatomySection, NotAvailable } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { keptRates } from '../rate/kept-rates.js'
import { measureClasses } from './measure-classes.js'
import { measureLengthByScore, measureLengths } from './measure-lengths.js'
import { measureSilence } from './measure-silence.js'
import { measureTemplates } from './measure-templates.js'
import { hasEmail, hasPhone } from './personal.js'

export interface AnatomyOptions {
  /** SQL table expression over `pageColumns`; null: there is none. */
  readonly pages: string | null
}

/** What the texts are, before anybody judges them: field note inspect M14 to M17, M22, M29. */
export async function measureAnatomy(
  inspected: Inspected,
  { pages }: AnatomyOptions,
): Promise<AnatomySection | NotAvailable> {
  if (!inspected.knows.text) return { not_available: 'The rows have no text.' }
  return {
    classes: await measureClasses(inspected),
    silence: await measureSilence(inspected.duck, pages),
    templates: await measureTemplates(inspected),
    kinds: await measureKinds(inspected),
    lengths: await measureLengths(inspected),
    length_by_score: await measureLengthByScore(inspected),
    personal: await countPersonal(inspected),
  }
}

async function measureKinds(inspected: Inspected): Promise<AnatomySection['kinds']> {
  const rates = await keptRates(inspected, { among: 'text_kind IS NOT NULL', by: 'text_kind' })
  return [...rates].flatMap(([kind, kept]) => (kind === null ? [] : [{ kind, candidates: kept.n, kept }]))
}

async function countPersonal({ duck }: Inspected): Promise<AnatomySection['personal']> {
  const kinds = [
    ['email', hasEmail('"text"')],
    ['phone', hasPhone('"text"')],
  ] as const
  const counts: AnatomySection['personal'][number][] = []
  for (const [kind, holds] of kinds) {
    const [found] = await duck.rows<{ candidates: number; kept: number }>(
      `SELECT count(*)::DOUBLE AS candidates, count(*) FILTER (kept)::DOUBLE AS kept FROM pairs WHERE ${holds}`,
    )
    counts.push({ kind, candidates: found?.candidates ?? 0, kept: found?.kept ?? 0 })
  }
  return counts
}
