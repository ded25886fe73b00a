import { basename } from 'node:path'
import {
  ledgerColumns,
  type PhaseName,
  pageColumns,
  type Subject,
  uniqueColumns,
} from '@warc2dataset/schemas'
import type { LedgerSource } from '@warc2dataset/stages/inspect/load-ledger'
import { planTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { type Duck, scan } from '@warc2dataset/stages/parquet/duck'
import { parseWhere } from '@warc2dataset/stages/where/parse-where'
import { judgedBy } from '../peek/judged-by.js'
import { selectRules } from '../phases/applicable-rules.js'
import type { RunView } from '../phases/phase.js'
import { selectionId } from '../phases/select.js'
import { shadowSql } from '../unit/shadow.js'
import type { RunFiles } from './run-files.js'

/** Where the ledger of a run is read from, and what its numbers mean. */
export async function runSource(
  duck: Duck,
  view: RunView,
  files: RunFiles,
  candidates: number,
): Promise<LedgerSource> {
  const { recipe, scorers } = view
  const [primary] = scorers
  return {
    ledger: scan(files.ledger, ledgerColumns),
    skeletons:
      files.deduped.length === 0
        ? null
        : `(SELECT candidate_id, skeleton FROM ${scan(files.deduped, uniqueColumns)})`,
    subject: { ...subjectOf(view, candidates), dates: await datesOf(duck, files) },
    inShadow: recipe.shadow === 0 ? null : shadowSql(recipe.shadow),
    phaseOf: phasesOfFilters(view),
    scorer:
      primary === undefined ? null : { model: primary.id, toy: primary.toy, ...judgeOf(view, primary.name) },
  }
}

function subjectOf(view: RunView, rows: number): Subject {
  const { scorers, recipe, archives, fingerprints } = view
  return {
    kind: 'run',
    name: basename(view.target.place),
    rows,
    files: archives.length,
    columns: [],
    scorers: scorers.map(({ name, id, digest, toy, threshold }) => ({ name, id, digest, toy, threshold })),
    toy: scorers.some(({ toy }) => toy) || view.annotators.some(({ toy }) => toy),
    judged_by: [...judgedBy(view)],
    dates: null,
    selection: selectionId(fingerprints.select),
    shadow: recipe.shadow === 0 ? null : recipe.shadow,
  }
}

async function datesOf(duck: Duck, files: RunFiles): Promise<Subject['dates']> {
  const [row] = await duck.rows<{ first: number | null; last: number | null }>(
    `SELECT min(page_date)::DOUBLE AS "first", max(page_date)::DOUBLE AS "last" FROM ${scan(files.pages, pageColumns)}`,
  )
  const { first = null, last = null } = row ?? {}
  return first === null || last === null ? null : { first, last }
}

/** Filters whose phase the recipe tells, even if they cut nobody. */
function phasesOfFilters({ recipe }: RunView): ReadonlyMap<string, PhaseName> {
  const terms = parseWhere(recipe.plan.where, whereColumns(planTable)).terms
  return new Map<string, PhaseName>([
    [`text_length >= ${recipe.extract.text.min_length}`, 'extract'],
    ...terms.map(({ source }) => [source, 'plan'] as const),
  ])
}

/** The filter of select.keep by the primary scorer, and its number; a rank has none of its own. */
function judgeOf(
  view: RunView,
  primary: string,
): { readonly filter: string | null; readonly cut: number | null } {
  for (const rule of selectRules(view).keep) {
    if (rule.kind === 'at_least' && rule.scorer === primary) {
      return { filter: `select.keep: similarity_${primary} >= ${rule.value}`, cut: rule.value }
    }
    if (rule.kind === 'fraction' && rule.scorer === null) {
      return { filter: `select.keep: fraction ${rule.fraction}`, cut: null }
    }
    if (rule.kind === 'fraction' && rule.scorer === primary) {
      return { filter: `select.keep: similarity_${primary} fraction ${rule.fraction}`, cut: null }
    }
  }
  return { filter: null, cut: null }
}
