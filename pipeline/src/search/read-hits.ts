import { fetchedColumns, ledgerColumns, scoredColumns, type Verdict } from '@warc2dataset/schemas'
import { type Duck, scan } from '@warc2dataset/stages/parquet/duck'
import type { FoldedRow } from './fold-duplicates.js'
import type { Hit } from './search-report.js'
import type { RowFiles } from './searchable-rows.js'

/** Where the stored picture of a hit lies. */
export interface HitPicture {
  readonly width: number
  readonly height: number
  readonly original_width: number
  readonly original_height: number
  readonly tar_offset: bigint
  readonly tar_size: bigint
}

export interface FoundPicture {
  readonly hit: Hit
  readonly picture: HitPicture
}

interface FactRow extends HitPicture, Omit<Hit, 'rank' | 'similarity' | 'value' | 'duplicates'> {
  readonly n: number
  readonly verdicts: readonly Verdict[] | null
}

/** Looks up what the run knows of the rows found, in their order. */
export async function readHits(
  duck: Duck,
  { metadata, fetched, ledger }: RowFiles,
  rows: readonly FoldedRow[],
): Promise<readonly FoundPicture[]> {
  const facts = await duck.rows<FactRow>(`
    SELECT s.n, s."key", m.url, m.caption AS "text", m.similarity AS pair_similarity, s.fate, s.sha256, s.phash,
      l.reason, l."filter", coalesce(l.shadow, false) AS shadow, l.verdicts,
      f.width, f.height, f.original_width, f.original_height, f.tar_offset, f.tar_size
    FROM (SELECT * FROM searched WHERE n IN (${[-1, ...rows.map(({ row }) => row)].join(', ')})) s
    JOIN ${scan(metadata, scoredColumns)} m ON m."key" = s."key"
    JOIN ${scan(fetched, fetchedColumns)} f ON f."key" = s."key"
    LEFT JOIN ${scan(ledger, ledgerColumns)} l ON l."key" = s."key"`)
  const known = new Map(facts.map((fact) => [fact.n, fact]))
  return rows.map(({ row, similarity, duplicates }, at) => {
    const fact = known.get(row)
    if (fact === undefined) throw new Error(`Expected the facts of row ${row}, got none`)
    return { hit: hitOf(fact, { rank: at + 1, similarity, duplicates }), picture: fact }
  })
}

function hitOf(fact: FactRow, found: Pick<Hit, 'rank' | 'similarity' | 'duplicates'>): Hit {
  const { key, url, text, pair_similarity, fate, reason, filter, shadow, sha256, phash, verdicts } = fact
  const judged = verdicts?.findLast((verdict) => verdict.filter === filter && !verdict.pass)
  return {
    rank: found.rank,
    similarity: found.similarity,
    key,
    url,
    text,
    pair_similarity,
    fate,
    reason,
    filter,
    value: judged?.score ?? judged?.value ?? null,
    shadow,
    sha256,
    phash,
    duplicates: found.duplicates,
  }
}
