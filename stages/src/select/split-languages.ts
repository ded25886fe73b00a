import { column, nullable } from '@warc2dataset/schemas'
import { type LanguageDetector, openLanguageDetector } from '../language/open-language-detector.js'
import type { Duck } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openTable } from '../parquet/row-writer.js'

/** How the dataset is parted: LAION-5B's en, multi and nolang, or not at all. */
export type SplitWish = 'none' | 'language'

const textColumns = {
  key: column('string', 'Key of the sample.'),
  text: column('string', 'TEXT.'),
} as const

const splitColumns = {
  key: textColumns.key,
  language: nullable('string', 'Language of TEXT.'),
  split: column('string', 'Part of the dataset.'),
} as const

const BATCH_ROWS = 4096

/**
 * The part and the language of each kept row of table `judged`, as a table expression with `key`, `language` and `split`;
 * both null if the dataset is one. A language that is not sure counts as none.
 */
export async function splitLanguages(duck: Duck, wish: SplitWish): Promise<string> {
  if (wish === 'none')
    return '(SELECT "key", NULL::VARCHAR AS language, NULL::VARCHAR AS split FROM judged WHERE is_kept)'
  // Some 150 MB, so only for who asks.
  const detector = await openLanguageDetector()
  const table = await openTable(duck, 'splits', splitColumns)
  const sql = 'SELECT "key", "text" FROM judged WHERE is_kept'
  for await (const batch of readRows<typeof textColumns>(duck, sql, BATCH_ROWS)) {
    table.write(batch.map(({ key, text }) => ({ key, ...partOf(detector, text) })))
  }
  table.close()
  return 'splits'
}

function partOf(
  detector: LanguageDetector,
  text: string,
): { readonly language: string | null; readonly split: string } {
  const { language, reliable } = detector.detect(text)
  if (!reliable || language === null) return { language: null, split: 'nolang' }
  return { language, split: language === 'en' ? 'en' : 'multi' }
}
