/**
 * JSON of a row, indented like img2dataset's, with 64-bit integers as plain digits: the field's readers are
 * Python's, which keep them exact.
 */
export function rowJson(row: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(row).map(([name, value]) => `    ${JSON.stringify(name)}: ${jsonValue(value)}`)
  return `{\n${lines.join(',\n')}\n}`
}

function jsonValue(value: unknown): string {
  return typeof value === 'bigint' ? value.toString() : (JSON.stringify(value) ?? 'null')
}
