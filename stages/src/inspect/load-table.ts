import type { PhaseName, Subject } from '@warc2dataset/schemas'
import { type Duck, identifier } from '../parquet/duck.js'
import { dropGrouping, groupRows } from './clusters.js'
import { createPairs, type LoadedColumn, loadedColumns } from './create-pairs.js'
import { type MeasureText, measureTable } from './measure-table.js'
import { COLUMN_NAMES, nameColumns, type ReadAs } from './name-columns.js'
import { type Inspected, pairColumns } from './pair-table.js'
import { siteKindSql } from './site-kind.js'
import { sqlDouble } from './threshold/score-grid.js'

export interface TableSource {
  /** SQL: somebody's rows. */
  readonly table: string
  readonly subject: Subject
  /** Column to judge by instead of the one that is found; null: that one. */
  readonly score: string | null
  /** What would be kept; null: all that is there was. */
  readonly whatIf: { readonly cut: number } | { readonly fraction: number } | null
  readonly measure: MeasureText
}

/** Why a table cannot be inspected. */
export interface NoColumns {
  readonly columns: readonly string[]
}

/**
 * Reads somebody's rows into table `pairs`. Each was kept, since a table says nothing of what it left out, unless a
 * what-if judges its scores. Language (where no column has it), script and class are measured on the texts.
 */
export async function loadTable(duck: Duck, source: TableSource): Promise<Inspected | NoColumns> {
  const described = await duck.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${source.table}`)
  const columns = described.map(({ column_name }) => column_name)
  const names: Partial<Record<ReadAs, string>> = { ...nameColumns(columns, COLUMN_NAMES) }
  if (source.score !== null) names.score = source.score
  if (names.url === undefined && names.text === undefined) return { columns }
  if (source.score !== null && !columns.includes(source.score)) return { columns }
  const of = (name: ReadAs, type: string): string =>
    names[name] === undefined ? `NULL::${type}` : `TRY_CAST(${identifier(names[name])} AS ${type})`
  await duck.run(`CREATE TABLE given AS SELECT row_number() OVER () - 1 AS id,
    coalesce(${of('url', 'VARCHAR')}, '') AS url, ${of('page_url', 'VARCHAR')} AS page_url,
    coalesce(${of('text', 'VARCHAR')}, '') AS "text", ${languageTag(of('language', 'VARCHAR'))} AS "language",
    ${finite(of('score', 'DOUBLE'))} AS score, ${of('width', 'INTEGER')} AS width, ${of('height', 'INTEGER')} AS height,
    ${of('sha256', 'VARCHAR')} AS sha256 FROM ${source.table}`)
  await measureTable(duck, source.measure, names.language === undefined)
  await duck.run(`CREATE TEMP VIEW placed AS SELECT g.* EXCLUDE ("language"), m.domain,
      ${names.language === undefined ? 'm."language"' : 'g."language"'} AS "language", m.script, m.text_class, m.skeleton,
      length("text") AS "length", ${siteKindSql('url', 'page_url', 'm.domain')} AS site_kind
    FROM given g JOIN measured m ON m.id = g.id`)
  const grouping = await groupRows(duck, 'placed')
  const judged = await judgedBy(duck, source, names.score)
  const expressions: Readonly<Partial<Record<LoadedColumn, string>>> = {
    text_kind: `'pair'`,
    html_lang: 'NULL',
    kept: judged.kept,
    left_phase: `CASE WHEN ${judged.kept} THEN ${judged.phases.length} ELSE 0 END`,
    left_step: `CASE WHEN ${judged.kept} THEN -1 ELSE 0 END`,
    reason: `CASE WHEN ${judged.kept} THEN NULL WHEN score IS NULL THEN 'no_score' ELSE 'low_similarity' END`,
    shadow: 'false',
    in_shadow: 'false',
    saw: judged.phases.length === 0 ? '0' : '1',
    cut: `CASE WHEN ${judged.kept} THEN 0 ELSE 1 END`,
    saw_all: judged.phases.length === 0 ? '0' : '1',
    cut_all: `CASE WHEN ${judged.kept} THEN 0 ELSE 1 END`,
    key: 'NULL',
    cluster: grouping.cluster,
    stratum: grouping.stratum,
  }
  const list = loadedColumns.map(
    (name) => `CAST(${expressions[name] ?? identifier(name)} AS ${pairColumns[name]}) AS ${identifier(name)}`,
  )
  await createPairs(duck, `SELECT ${list.join(', ')} FROM placed ORDER BY id`)
  await duck.run('DROP VIEW placed; DROP TABLE given; DROP TABLE measured')
  await dropGrouping(duck)
  const [counts] = await duck.rows<{ rows: number; scored: number }>(
    `SELECT count(*)::DOUBLE AS "rows", count(score)::DOUBLE AS scored FROM pairs`,
  )
  const { domains, clusters, strataLanguages } = grouping
  const mapped = (Object.entries(names) as [ReadAs, string][]).map(([read_as, column]) => ({
    read_as,
    column,
  }))
  return {
    duck,
    subject: {
      ...source.subject,
      rows: counts?.rows ?? 0,
      columns: mapped,
      judged_by: judged.filter === null ? [] : [judged.filter],
    },
    phases: judged.phases,
    steps:
      judged.filter === null
        ? []
        : [{ phase: 'select', filter: judged.filter, code: null, outcome: 'dropped' }],
    score:
      names.score === undefined || (counts?.scored ?? 0) === 0
        ? null
        : {
            column: names.score,
            model: null,
            toy: false,
            step: judged.filter === null ? null : 0,
            cut: judged.cut,
          },
    strataLanguages,
    domains,
    clusters,
    knows: {
      rejected: judged.filter !== null,
      domain: names.url !== undefined || names.page_url !== undefined,
      text: names.text !== undefined,
      size: names.width !== undefined && names.height !== undefined,
      sha256: names.sha256 !== undefined,
      skeleton: names.text !== undefined,
    },
  }
}

/**
 * SQL: the tag, NULL where it says that nothing is known (`nolang` of LAION, `und` of ISO 639-2, `un` of CLD). 35 characters
 * are enough for any (RFC 5646 §4.4.1); what is longer is no language.
 */
function languageTag(value: string): string {
  const tag = `left(replace(lower(trim(${value})), chr(0), ''), 35)`
  return `CASE WHEN ${tag} NOT IN ('', 'nolang', 'und', 'un') THEN ${tag} END`
}

/** SQL: NaN and the infinities are no scores; DuckDB would call NaN larger than any cut. */
function finite(value: string): string {
  return `CASE WHEN isfinite(${value}) THEN ${value} END`
}

interface Judged {
  readonly phases: readonly PhaseName[]
  readonly filter: string | null
  readonly cut: number | null
  /** SQL. */
  readonly kept: string
}

async function judgedBy(duck: Duck, { whatIf }: TableSource, column: string | undefined): Promise<Judged> {
  if (whatIf === null || column === undefined) return { phases: [], filter: null, cut: null, kept: 'true' }
  const cut = 'cut' in whatIf ? whatIf.cut : await cutOfFraction(duck, whatIf.fraction)
  if (cut === null) return { phases: [], filter: null, cut: null, kept: 'true' }
  return {
    phases: ['select'],
    filter: `what if: ${column} >= ${cut}`,
    cut,
    kept: `coalesce(score >= ${sqlDouble(cut)}, false)`,
  }
}

/** The score of the last of the best `floor(fraction·n)` scored rows, at least one; equal scores are kept, too. */
async function cutOfFraction(duck: Duck, fraction: number): Promise<number | null> {
  const [scored] = await duck.rows<{ n: number }>(`SELECT count(score)::DOUBLE AS n FROM placed`)
  const n = scored?.n ?? 0
  if (n === 0) return null
  const best = Math.max(1, Math.floor(fraction * n))
  const [row] = await duck.rows<{ cut: number | null }>(
    `SELECT quantile_disc(score, ${sqlDouble((n - best + 0.5) / n)}) AS cut FROM placed WHERE score IS NOT NULL`,
  )
  return row?.cut ?? null
}
