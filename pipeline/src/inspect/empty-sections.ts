import type { Sections } from '@warc2dataset/stages/inspect/overview/write-sentences'
import type { RunAccount } from './run-account.js'

const PAGES = [
  'funnel',
  'threshold',
  'groups',
  'anatomy',
  'words',
  'sources',
  'asked',
  'languages',
  'images',
  'map',
  'compare',
] as const

/** Sections of a subject without a row. Of a run, `references` tells why: pictures were there, and none could be used. */
export function emptySections(subject: Sections['subject'], references: RunAccount['references']): Sections {
  const nothing = { not_available: 'There is not a single row.' }
  return {
    subject,
    ...(Object.fromEntries(PAGES.map((page) => [page, nothing])) as Omit<Sections, 'subject'>),
    ...(references === null ? {} : { funnel: { not_available: withoutCandidate(references) } }),
  }
}

function withoutCandidate({ total, without }: NonNullable<RunAccount['references']>): string {
  const kinds = without.map(({ n, about }) => `${n}: ${about}`)
  return [`There is not a single row: none of ${total} picture references is a candidate.`, ...kinds].join(
    ' ',
  )
}
