import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { makeMaterial } from './interop-run.js'
import { withDuckdb } from './readers.js'

/**
 * `node material-main.js FOLDER`: the material of this suite for readers outside Node. FOLDER/rows.jsonl has, per file,
 * one line {file, columns, rows} and one line per row, in the spelling of cells.ts.
 */
const folder = process.argv[2]
if (folder === undefined) throw new TypeError('Expected a folder as the only argument, got none')
const { files } = await makeMaterial(folder)
const out = createWriteStream(join(folder, 'rows.jsonl'))
for (const { name, path, columns } of files) {
  const rows = await withDuckdb(path, columns)
  const types = Object.fromEntries(Object.entries(columns).map(([column, { type }]) => [column, type]))
  out.write(`${JSON.stringify({ file: name, columns: types, rows: rows.length })}\n`)
  for (const row of rows) out.write(`${JSON.stringify(row)}\n`)
}
out.end()
await finished(out)
