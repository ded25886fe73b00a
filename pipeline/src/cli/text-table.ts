/** Columns aligned by their widest cell; numbers (cells that begin with a digit) to the right. */
export function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>((max, row) => {
    row.forEach((cell, at) => {
      max[at] = Math.max(max[at] ?? 0, cell.length)
    })
    return max
  }, [])
  const isNumber = widths.map((_, at) => rows.slice(1).every((row) => /^(\d|-?$)/.test(row[at] ?? '')))
  return rows.map((row) =>
    row
      .map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
