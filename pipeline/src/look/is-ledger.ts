/** Is this committed file one of the ledger: of a phase, or of a selection, whatever its generation? */
export function isLedger(name: string): boolean {
  return /^ledger\/|\/ledger(\.g\d+)?\.parquet$/.test(name)
}
