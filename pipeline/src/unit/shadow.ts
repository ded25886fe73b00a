import type { Candidate, Outcome } from '@warc2dataset/schemas'
import { passesShadow } from '@warc2dataset/schemas'
import type { Stage } from '@warc2dataset/stages/stage'

const BITS = 24n

/**
 * Is this candidate in the shadow sample? candidate_id is a uniform hash, so its low 24 bits are a fair draw;
 * `shadowSql` is the same question in SQL.
 */
export function inShadowSample(candidateId: bigint, rate: number): boolean {
  return Number(BigInt.asUintN(Number(BITS), candidateId)) < rate * 2 ** Number(BITS)
}

/** `inShadowSample` as a DuckDB expression over candidate_id. */
export function shadowSql(rate: number): string {
  return `((candidate_id & ${2 ** Number(BITS) - 1}) < ${Math.ceil(rate * 2 ** Number(BITS))})`
}

/**
 * The row that goes on although a filter dropped it, or null if it must leave. The first filter is remembered;
 * every verdict is.
 */
export function carryPast<In extends Candidate, Out extends Candidate>(
  stage: Stage<In, Out>,
  input: In,
  outcome: Extract<Outcome<Out>, { kind: 'dropped' }>,
  rate: number,
): Out | null {
  if (stage.carry === undefined || !passesShadow(outcome.reason)) return null
  if (!inShadowSample(input.candidate_id, rate)) return null
  return {
    ...stage.carry(input),
    shadow_reason: input.shadow_reason ?? outcome.reason,
    shadow_filter: input.shadow_filter ?? outcome.verdict.filter,
    verdicts: [...input.verdicts, outcome.verdict],
  }
}
