import type { Sections } from '@warc2dataset/stages/inspect/overview/write-sentences'

const PAGES = [
  'funnel',
  'threshold',
  'groups',
  'anatomy',
  'words',
  'sources',
  'languages',
  'images',
  'map',
  'compare',
] as const

/** Sections of a subject without a row. */
export function emptySections(subject: Sections['subject']): Sections {
  const nothing = { not_available: 'There is not a single row.' }
  return {
    subject,
    ...(Object.fromEntries(PAGES.map((page) => [page, nothing])) as Omit<Sections, 'subject'>),
  }
}
