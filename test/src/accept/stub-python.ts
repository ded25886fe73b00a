import { chmod, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What the stub does: answers our own similarities, moved by so much; or fails with a code and a line on stderr. */
export type StubAnswer = { readonly moved: number } | { readonly exit: number; readonly says: string }

/**
 * An executable in `folder` that takes the place of Python with open_clip: a Node program that reads the scored Parquet,
 * and fails if a picture is not where the pairs say. Returns its path.
 */
export async function writeStubPython(folder: string, name: string, answer: StubAnswer): Promise<string> {
  const [program, path] = [join(folder, `${name}.cjs`), join(folder, name)]
  await writeFile(program, 'moved' in answer ? answering(answer.moved) : failing(answer))
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
  await chmod(path, 0o755)
  return path
}

function failing({ exit, says }: { readonly exit: number; readonly says: string }): string {
  return `console.error('Traceback\\n' + ${JSON.stringify(says)}); process.exit(${exit})`
}

function answering(moved: number): string {
  const duckdb = createRequire(import.meta.url).resolve('@duckdb/node-api')
  return `
const { readFileSync, writeFileSync } = require('node:fs')
const flag = (name) => process.argv[process.argv.indexOf(name) + 1]
const about = { open_clip: 'stub', torch: 'stub', python: 'stub', device: flag('--device'), preprocess: { name: flag('--open-clip') } }
async function answer() {
  const { DuckDBInstance } = require(${JSON.stringify(duckdb)})
  const connection = await (await DuckDBInstance.create()).connect()
  const sql = 'SELECT "key", caption, similarity FROM read_parquet(\\'' + flag('--tars') + '/../scored/tiny/metadata/*.parquet\\')'
  const rows = new Map((await connection.runAndReadAll(sql)).getRowObjectsJS().map((row) => [row.key, row]))
  const pairs = readFileSync(flag('--pairs'), 'utf8').trimEnd().split('\\n').map((line) => JSON.parse(line))
  const lines = pairs.map(({ key, tar, text }) => {
    if (!readFileSync(flag('--tars') + '/' + tar).includes(key + '.jpg')) throw new Error(key + ' is not in ' + tar)
    if (rows.get(key).caption !== text) throw new Error(key + ' has another TEXT')
    return JSON.stringify({ key, cosine: rows.get(key).similarity + ${moved} })
  })
  writeFileSync(flag('--out'), [JSON.stringify(about), ...lines].join('\\n') + '\\n')
  process.exit(0)
}
if (process.argv.includes('--pairs')) answer()
`
}
