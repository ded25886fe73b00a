import type { CompareSection } from '@warc2dataset/schemas'
import { TEXT_CLASSES } from '../../alt/classify-text.js'
import { literal } from '../../parquet/duck.js'
import { clusterRate } from '../rate/cluster-rates.js'
import type { ComparedSubjects, SubjectFacts } from './compare-subjects.js'

interface Measure {
  readonly id: string
  readonly label: string
  /** What a subject must know. */
  readonly knows: keyof SubjectFacts['knows']
  /** SQL of the rows that k and n count. */
  readonly of: string
  readonly among: string
  readonly from?: (table: string) => string
}

const KEPT_TEXT = `kept AND "text" <> ''`

const MEASURES: readonly Measure[] = [
  { id: 'kept', label: 'Kept, of all candidates', knows: 'rejected', of: 'kept', among: 'true' },
  {
    id: 'described',
    label: 'Texts that may be descriptions, of the kept',
    knows: 'text',
    of: 'text_class IS NULL',
    among: KEPT_TEXT,
  },
  ...TEXT_CLASSES.map(
    (name): Measure => ({
      id: `class:${name}`,
      label: `Texts of class ${name}, of the kept`,
      knows: 'text',
      of: `text_class = ${literal(name)}`,
      among: KEPT_TEXT,
    }),
  ),
  {
    id: 'language_known',
    label: 'Texts whose language is known, of the kept',
    knows: 'text',
    of: '"language" IS NOT NULL',
    among: KEPT_TEXT,
  },
  {
    id: 'duplicates',
    label: 'Rows that repeat the picture of another, of the kept',
    knows: 'sha256',
    of: 'repeats',
    among: 'true',
    from: (table) => `(SELECT "cluster", row <> first AS repeats
      FROM ${table} JOIN (SELECT sha256, min(row) AS first FROM ${table} WHERE kept AND sha256 IS NOT NULL GROUP BY sha256)
        USING (sha256) WHERE kept)`,
  },
]

/** The same measures on both, intervals clustered by domain; null where a subject does not know. */
export async function compareRates({ duck, a, b }: ComparedSubjects): Promise<CompareSection['rates']> {
  const rates: CompareSection['rates'][number][] = []
  for (const { id, label, knows, of, among, from } of MEASURES) {
    const rateIn = async (facts: SubjectFacts, table: string) =>
      facts.knows[knows] ? await clusterRate(duck, { of, among, from: from?.(table) ?? table }) : null
    rates.push({ id, label, a: await rateIn(a, 'pairs'), b: await rateIn(b, 'other_pairs') })
  }
  return rates
}
