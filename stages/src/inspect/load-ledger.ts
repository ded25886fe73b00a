import type { PhaseName, Subject } from '@warc2dataset/schemas'
import { type Duck, literal } from '../parquet/duck.js'
import { dropGrouping, type Grouping, groupRows } from './clusters.js'
import { createPairs, type LoadedColumn, loadedColumns } from './create-pairs.js'
import { type FoundStep, findSteps, phaseNumber } from './find-steps.js'
import { bit, type Inspected, pairColumns } from './pair-table.js'
import { siteKindSql } from './site-kind.js'

/** Phases that candidates pass, in their order. */
export const LEDGER_PHASES: readonly PhaseName[] = ['extract', 'dedup', 'plan', 'fetch', 'select']

export interface LedgerSource {
  /** SQL: a table of every row of the ledger (see `ledgerColumns`). */
  readonly ledger: string
  /** SQL: candidate_id and skeleton of what deduplication left; null: there is none. */
  readonly skeletons: string | null
  readonly subject: Subject
  /** SQL over candidate_id: is it in the shadow sample? Null: there is none. */
  readonly inShadow: string | null
  /** Phases of filters that the recipe names. */
  readonly phaseOf: ReadonlyMap<string, PhaseName>
  /** Who gives `similarity`, and the filter that judges it; null: nobody. */
  readonly scorer: {
    readonly model: string
    readonly toy: boolean
    readonly filter: string | null
    /** Null: its rank decides, and the cut is the lowest that passed. */
    readonly cut: number | null
  } | null
}

/** Reads a whole ledger into table `pairs`. */
export async function loadLedger(duck: Duck, source: LedgerSource): Promise<Inspected> {
  const { ledger, subject, scorer } = source
  const steps = await findSteps(duck, ledger, LEDGER_PHASES, source.phaseOf)
  await duck.run(`CREATE OR REPLACE TEMP VIEW placed AS
    SELECT *, coalesce(nullif(page_domain, ''), nullif(url_domain, '')) AS domain,
      length(coalesce("text", '')) AS "length", ${siteKindSql('url', 'page_url', 'url_domain')} AS site_kind
    FROM ${ledger}`)
  const grouping = await groupRows(duck, 'placed')
  await createPairs(duck, `SELECT ${pairList(source, steps, grouping)} FROM ${judgedRows(steps)}`)
  if (source.skeletons !== null) await addSkeletons(duck, source.skeletons)
  const scored = scorer === null ? null : await scoreOf(duck, scorer, steps)
  const { domains, clusters, strataLanguages } = grouping
  await duck.run('DROP VIEW placed')
  await dropGrouping(duck)
  return {
    duck,
    subject,
    phases: LEDGER_PHASES,
    steps: steps.map(({ seenBy: _seenBy, ...step }) => step),
    score: scored,
    strataLanguages,
    domains,
    clusters,
    knows: {
      rejected: true,
      domain: true,
      text: true,
      size: true,
      sha256: true,
      skeleton: source.skeletons !== null,
    },
  }
}

/** SQL: `placed` with the step by which each row left, and the bits of all that saw it and cut it; each worked out once. */
function judgedRows(steps: readonly FoundStep[]): string {
  const reached = phaseNumber(LEDGER_PHASES)
  const left = `(SELECT *, ${leftStep(steps)}::TINYINT AS step FROM placed)`
  return `(SELECT *, ${sawBits(steps, reached)} AS saw_any, ${cutBits(steps, 'step')} AS cut_any FROM ${left})`
}

/** The select list of `pairs`, in its order. */
function pairList(source: LedgerSource, steps: readonly FoundStep[], grouping: Grouping): string {
  // Bits are in the order of the way: what lies below the first cut was seen before it, or beside it.
  const upToFirst = `(CASE WHEN step < 0 THEN 0::UBIGINT ELSE ((1::UBIGINT << step) * 2 - 1) END)`
  const expressions: Readonly<Record<LoadedColumn, string>> = {
    id: 'candidate_id',
    url: 'url',
    domain: 'domain',
    text: `coalesce("text", '')`,
    text_kind: 'text_kind',
    language: '"language"',
    script: 'script',
    text_class: 'text_class',
    skeleton: 'NULL',
    html_lang: 'html_lang',
    length: '"length"',
    kept: `outcome = 'kept'`,
    left_phase: leftPhase(steps, 'step'),
    left_step: 'step',
    reason: 'reason',
    shadow: 'shadow',
    // What stands for a forgotten row is no candidate_id.
    in_shadow: source.inShadow === null ? 'false' : `(shadow OR (url <> '' AND ${source.inShadow}))`,
    saw: `CASE WHEN shadow THEN saw_any & ${upToFirst} ELSE saw_any END`,
    cut: `CASE WHEN shadow THEN 1::UBIGINT << step ELSE cut_any END`,
    saw_all: 'saw_any',
    cut_all: 'cut_any',
    score: 'similarity',
    width: 'original_width',
    height: 'original_height',
    sha256: 'sha256',
    key: '"key"',
    site_kind: 'site_kind',
    cluster: grouping.cluster,
    stratum: grouping.stratum,
  }
  return loadedColumns
    .map((name) => `CAST(${expressions[name]} AS ${pairColumns[name]}) AS "${name}"`)
    .join(',\n')
}

/** SQL: index of the step by which a row left, -1 if kept. */
function leftStep(steps: readonly FoundStep[]): string {
  const filters = filterCases(steps, (at) => String(at))
  const codes = steps.flatMap(({ code, phase }, at) =>
    code === null ? [] : [`WHEN reason = ${literal(code)} AND exit_phase = ${literal(phase)} THEN ${at}`],
  )
  const byFilter = filters.length === 0 ? 'NULL' : `CASE "filter" ${filters.join(' ')} END`
  const byCode = codes.length === 0 ? 'NULL' : `CASE ${codes.join(' ')} END`
  return `(CASE WHEN outcome = 'kept' THEN -1 WHEN "filter" IS NOT NULL THEN ${byFilter} ELSE ${byCode} END)`
}

function leftPhase(steps: readonly FoundStep[], step: string): string {
  const phases = steps.map(({ phase }, at) => `WHEN ${at} THEN ${LEDGER_PHASES.indexOf(phase)}`)
  return `CASE ${step} WHEN -1 THEN ${LEDGER_PHASES.length} ${phases.join(' ')} END`
}

/** SQL: bits of the steps that saw a row. */
function sawBits(steps: readonly FoundStep[], reached: string): string {
  const entered = LEDGER_PHASES.map((_, at) =>
    maskOf(steps, ({ seenBy, phase }) => seenBy === 'entered' && LEDGER_PHASES.indexOf(phase) <= at),
  )
  const masks = `CASE ${reached} ${entered.map((mask, at) => `WHEN ${at} THEN ${mask}`).join(' ')} END`
  return `(${verdictBits(steps, 'v."filter"')} | ${masks})`
}

/** SQL: bits of the steps that cut a row: verdicts, and the accident that ended its way. */
function cutBits(steps: readonly FoundStep[], step: string): string {
  const fates = steps.flatMap(({ code, phase }, at) =>
    code === null
      ? []
      : [`WHEN shadow_fate = ${literal(code)} AND exit_phase = ${literal(phase)} THEN ${bit(at)}`],
  )
  const fate = fates.length === 0 ? '0::UBIGINT' : `CASE ${fates.join(' ')} ELSE 0::UBIGINT END`
  const own = `CASE WHEN ${step} < 0 THEN 0::UBIGINT ELSE 1::UBIGINT << (${step}) END`
  return `(${verdictBits(steps, `CASE WHEN v.pass THEN NULL ELSE v."filter" END`)} | ${own} | ${fate})`
}

function verdictBits(steps: readonly FoundStep[], filter: string): string {
  const cases = filterCases(steps, bit)
  if (cases.length === 0) return '0::UBIGINT'
  const bits = `list_transform(verdicts, lambda v: CASE ${filter} ${cases.join(' ')} ELSE 0::UBIGINT END)`
  return `coalesce(list_aggregate(${bits}, 'bit_or'), 0::UBIGINT)`
}

/** SQL: what belongs to the step of each filter; of one that is a step in several phases, by where the row's way ended. */
function filterCases(steps: readonly FoundStep[], toSql: (step: number) => string): readonly string[] {
  const byFilter = new Map<string, number[]>()
  for (const [at, { filter }] of steps.entries()) {
    if (filter !== null) byFilter.set(filter, [...(byFilter.get(filter) ?? []), at])
  }
  return [...byFilter].map(([filter, [first = 0, ...later]]) => {
    const phases = later.map((at) => `WHEN ${literal(steps[at]?.phase ?? '')} THEN ${toSql(at)}`)
    const value =
      phases.length === 0 ? toSql(first) : `CASE exit_phase ${phases.join(' ')} ELSE ${toSql(first)} END`
    return `WHEN ${literal(filter)} THEN ${value}`
  })
}

function maskOf(steps: readonly FoundStep[], has: (step: FoundStep) => boolean): string {
  const mask = steps.reduce((sum, step, at) => (has(step) ? sum | (1n << BigInt(at)) : sum), 0n)
  return `${mask.toString()}::UBIGINT`
}

async function addSkeletons(duck: Duck, skeletons: string): Promise<void> {
  await duck.run(`UPDATE pair_rows SET skeleton = s.skeleton FROM ${skeletons} s
    WHERE s.candidate_id = pair_rows.id AND s.skeleton IS NOT NULL`)
}

async function scoreOf(
  duck: Duck,
  { model, toy, filter, cut }: NonNullable<LedgerSource['scorer']>,
  steps: readonly FoundStep[],
): Promise<Inspected['score']> {
  const [any] = await duck.rows<{ n: number }>(`SELECT count(score)::DOUBLE AS n FROM pairs`)
  if ((any?.n ?? 0) === 0) return null
  const at = steps.findIndex((step) => step.filter !== null && step.filter === filter)
  if (at < 0) return { column: 'similarity', model, toy, step: null, cut: null }
  const [lowest] = await duck.rows<{ score: number | null }>(`
    SELECT min(score) AS score FROM pairs
    WHERE NOT shadow AND (saw & ${bit(at)}) <> 0 AND (cut & ${bit(at)}) = 0`)
  return { column: 'similarity', model, toy, step: at, cut: cut ?? lowest?.score ?? null }
}
