import type { DropReason } from '@warc2dataset/schemas'
import { literal } from '../parquet/duck.js'
import { type BlockedTables, type HashKind, LISTS, NAMES } from './blocked-tables.js'

/** What sites ask that plan answers for: `opt_out` of the recipe. */
export interface PlanOptOut {
  readonly directives: readonly string[]
  readonly tdm: boolean
}

/** A rule that holds for everybody, the shadow sample included. */
interface Refusal {
  readonly reason: DropReason
  /** VARCHAR: the name of the filter. */
  readonly filter: string
  /** VARCHAR: what it stumbled over; NULL if it lets the row pass. */
  readonly value: string
  /** DOUBLE: the same as a number; NULL where it is none. */
  readonly score: string
}

/**
 * SQL: a table of candidates with `refused`, the first rule of `reason`, `filter`, `score` and `value` that holds; NULL
 * if none does.
 */
export function withRefused(candidates: string, optOut: PlanOptOut, blocked: BlockedTables): string {
  const { hasNames, hashes } = blocked
  const rules: readonly Refusal[] = [
    ...(hasNames ? [BLOCKED_DOMAIN] : []),
    ...(hashes.length > 0 ? [blockedUrl(hashes)] : []),
    ...(optOut.directives.length > 0 ? [optedOut(optOut.directives)] : []),
    ...(optOut.tdm ? [RESERVED] : []),
  ]
  const whens = rules.map(
    ({ reason, filter, score, value }) =>
      `WHEN ${value} IS NOT NULL THEN {'reason': ${literal(reason)}, 'filter': ${filter}, 'score': ${score}, 'value': ${value}}`,
  )
  const refused = whens.length === 0 ? `NULL::${STRUCT}` : `CASE ${whens.join(' ')} END`
  const joins = [
    ...(hasNames ? NAMES : []).map((name, i) => `LEFT JOIN blocked_names AS n${i} ON n${i}.name = ${name}`),
    ...hashes.map((kind) => `LEFT JOIN blocked_${kind} AS h_${kind} ON h_${kind}.hash = ${bits(kind)}`),
  ]
  return `SELECT c.*, ${refused} AS refused FROM (${candidates}) AS c ${joins.join(' ')}`
}

const STRUCT = 'STRUCT("reason" VARCHAR, "filter" VARCHAR, "score" DOUBLE, "value" VARCHAR)'

/** SQL: the first of what the names of a row lie under: plan.block_domains before plan.block_lists, then by domain. */
const BLOCKED = `list_min([${NAMES.map((_, i) => `n${i}.blocked`).join(', ')}])`

const BLOCKED_DOMAIN: Refusal = {
  reason: 'blocked_domain',
  filter: `${BLOCKED}."filter"`,
  score: 'NULL::DOUBLE',
  value: `${BLOCKED}."domain"`,
}

/** The hash is told, and not the URL: that is how lists name what they want forgotten. */
function blockedUrl(hashes: readonly HashKind[]): Refusal {
  const found = hashes.map((kind) => `WHEN h_${kind}.hash IS NOT NULL THEN ${kind}(url)`)
  return {
    reason: 'blocked_url',
    filter: literal(LISTS),
    score: 'NULL::DOUBLE',
    value: `(CASE ${found.join(' ')} END)`,
  }
}

/** SQL: the first 128 bits of a hash of the URL. */
function bits(kind: HashKind): string {
  return `"left"(${kind}(url), 32)::UUID`
}

/** Whole directives are compared: `noindex` is not in `noindexfoo`. */
function optedOut(directives: readonly string[]): Refusal {
  const list = directives.map(literal).join(', ')
  return {
    reason: 'page_opted_out',
    filter: `'opt_out.directives'`,
    score: 'NULL::DOUBLE',
    value: `list_filter(string_split(page_directives, ', '), lambda d: d IN (${list}))[1]`,
  }
}

const RESERVED: Refusal = {
  reason: 'page_opted_out',
  filter: `'opt_out.tdm'`,
  score: '1::DOUBLE',
  value: `CASE WHEN page_tdm_reservation = 1 THEN '1' END`,
}
