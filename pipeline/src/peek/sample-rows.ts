import { fetchedColumns, ledgerColumns } from '@warc2dataset/schemas'
import { type Duck, literal, scan } from '@warc2dataset/stages/parquet/duck'

/** A judged sample that has a stored picture. */
export interface PeekRow {
  readonly key: string
  readonly is_kept: boolean
  /** Null if kept. */
  readonly reason: string | null
  /** The filter behind the reason. */
  readonly filter: string | null
  /** Null if nothing scored it. */
  readonly similarity: number | null
  readonly text: string | null
  readonly original_width: number
  readonly original_height: number
  readonly width: number
  readonly height: number
  readonly tar_offset: bigint
  readonly tar_size: bigint
}

export interface PeekSample {
  /** Samples with a stored picture that select kept, and that it cut. */
  readonly kept: number
  readonly cut: number
  /** At most `count` of each side, kept first: highest similarity first, unscored last. */
  readonly rows: readonly PeekRow[]
}

export interface SampleOptions {
  /** Local paths of the selection's ledger and of fetched/. */
  readonly ledger: readonly string[]
  readonly fetched: readonly string[]
  /** Rows of each side, at most. */
  readonly count: number
  readonly seed: number
}

/**
 * Draws rows of both sides over the whole range of similarity: each side is cut into equal parts by its rank, and one
 * row is drawn of each, so that both ends of the cut are there. Unscored rows are a plain draw, and take no more than
 * half of a side that has enough scored ones. The same seed draws the same rows.
 */
export async function sampleRows(duck: Duck, options: SampleOptions): Promise<PeekSample> {
  const { ledger, fetched, count, seed } = options
  await duck.run(`CREATE OR REPLACE TEMP TABLE peeked AS
    SELECT l."key", l.outcome = 'kept' AS is_kept, l.reason, l."filter", l.similarity, l."text",
      f.original_width, f.original_height, f.width, f.height, f.tar_offset, f.tar_size,
      md5(${literal(`${seed}:`)} || l."key") AS draw, l.similarity IS NOT NULL AS is_scored
    FROM ${scan(ledger, ledgerColumns)} l JOIN ${scan(fetched, fetchedColumns)} f ON f."key" = l."key"
    WHERE f.tar_offset IS NOT NULL`)
  const groups = await duck.rows<Group>(
    'SELECT is_kept, is_scored, count(*)::DOUBLE AS n FROM peeked GROUP BY ALL',
  )
  const sizeOf = (is_kept: boolean, is_scored: boolean): number =>
    groups.find((group) => group.is_kept === is_kept && group.is_scored === is_scored)?.n ?? 0
  const rows: PeekRow[] = []
  for (const isKept of [true, false]) {
    const [scored, unscored] = [sizeOf(isKept, true), sizeOf(isKept, false)]
    const places = Math.min(scored, Math.max(Math.ceil(count / 2), count - unscored))
    rows.push(...(await drawRows(duck, { isKept, isScored: true, count: places })))
    rows.push(...(await drawRows(duck, { isKept, isScored: false, count: count - places })))
  }
  const [kept, cut] = [true, false].map((isKept) => sizeOf(isKept, true) + sizeOf(isKept, false))
  return { kept: kept ?? 0, cut: cut ?? 0, rows }
}

interface Group {
  readonly is_kept: boolean
  readonly is_scored: boolean
  readonly n: number
}

async function drawRows(
  duck: Duck,
  { isKept, isScored, count }: { isKept: boolean; isScored: boolean; count: number },
): Promise<readonly PeekRow[]> {
  if (count === 0) return []
  return duck.rows<PeekRow>(`
    SELECT * EXCLUDE (draw, part, is_scored) FROM (
      SELECT *, ntile(${count}) OVER (ORDER BY similarity DESC, draw, "key") AS part
      FROM peeked WHERE is_kept = ${isKept} AND is_scored = ${isScored})
    QUALIFY row_number() OVER (PARTITION BY part ORDER BY draw, "key") = 1
    ORDER BY similarity DESC NULLS LAST, "key"`)
}
