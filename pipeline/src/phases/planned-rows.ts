import type { Commit } from '@warc2dataset/schemas'

/** Candidates in the shards of a plan. */
export function plannedRows(plan: readonly Commit[]): number {
  const shards = plan.flatMap(
    ({ account }) => (account['shards'] ?? []) as readonly { readonly rows: number }[],
  )
  return shards.reduce((sum, { rows }) => sum + rows, 0)
}
