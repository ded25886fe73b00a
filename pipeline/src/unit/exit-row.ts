import type { Candidate, LedgerRow, PhaseName, Sample } from '@warc2dataset/schemas'
import type { Exited } from '@warc2dataset/stages/stage'

const MAX_DETAIL = 200

/**
 * The ledger row of a candidate that leaves. A shadow candidate leaves for the reason that would have dropped it
 * first; what really ended its way is its `shadow_fate`.
 */
export function exitRow(phase: PhaseName, candidate: Candidate, exit: Exited['exit']): LedgerRow {
  // A row that left late carries more than a candidate.
  const row: Candidate & Partial<Sample> = candidate
  const why = exit.kind === 'dropped' ? exit.reason : exit.code
  const shadow = row.shadow_reason !== null
  return {
    candidate_id: row.candidate_id,
    exit_phase: phase,
    outcome: shadow ? 'dropped' : exit.kind,
    reason: row.shadow_reason ?? why,
    filter: shadow ? row.shadow_filter : exit.kind === 'dropped' ? exit.verdict.filter : null,
    detail: shorten(exit.detail),
    shadow,
    shadow_fate: shadow ? why : null,
    verdicts: exit.kind === 'dropped' ? [...row.verdicts, exit.verdict] : row.verdicts,
    survivor_id: null,
    pi: 1,
    key: row.key ?? null,
    url: row.url,
    url_domain: row.url_domain,
    page_url: row.page_url,
    page_domain: row.page_domain,
    text: row.text ?? row.texts[0]?.text ?? null,
    text_kind: row.text_kind ?? row.texts[0]?.kind ?? null,
    language: row.language ?? row.texts[0]?.language ?? null,
    script: row.script ?? row.texts[0]?.script ?? null,
    text_class: row.text_class ?? row.texts[0]?.class ?? null,
    html_lang: row.html_lang,
    declared_width: row.declared_width,
    declared_height: row.declared_height,
    original_width: row.original_width ?? null,
    original_height: row.original_height ?? null,
    similarity: null,
    sha256: row.sha256 ?? null,
    warc_filename: row.warc_filename,
    warc_record_offset: row.warc_record_offset,
    warc_inner_offset: row.warc_inner_offset,
    image_index: row.image_index,
  }
}

/** Cut between characters: half a pair of surrogates is no text. */
function shorten(detail: string | undefined): string | null {
  return detail?.slice(0, MAX_DETAIL).replace(/[\ud800-\udbff]$/, '') ?? null
}
