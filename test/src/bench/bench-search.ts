import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasUsearch } from '@warc2dataset/stages/search/load-usearch'
import { inCheckout } from '../place.js'
import { type Measured, measure } from './measure.js'
import { writeEmbeddings } from './write-embeddings.js'

const DIM = 512
const ROUNDS = 3
const MAIN = fileURLToPath(new URL('search-main.js', import.meta.url))
const PEER = inCheckout('test/python/search_peer.py')
const DROP = '/proc/sys/vm/drop_caches'

interface Found {
  readonly seconds: number
  readonly rows: readonly number[]
  readonly scores: readonly number[]
}

/**
 * `search [ROWS] [INDEX_ROWS]`: the exact scan of ROWS x 512 float16 (default 1e6) on disk beside numpy, and an index over
 * the first INDEX_ROWS (default 100,000), cold and warm. $PYTHON names a Python with numpy; python3 if not given.
 */
export async function benchSearch(rows: number, indexRows: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-search-'))
  try {
    const files = await writeEmbeddings(folder, rows, DIM)
    const row = Math.floor(rows / 3)
    process.stdout.write(
      `${rows} rows of ${DIM} float16, ${(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e9).toFixed(2)} GB\n\n`,
    )
    process.stdout.write(
      '| search | threads | cold s | warm s | process warm s | peak MiB |\n|---|---|---|---|---|---|\n',
    )
    const out = join(folder, 'out.json')
    const runs: Found[] = []
    for (const threads of [1, 2]) {
      const command = [process.execPath, MAIN, 'scan', out, String(threads), String(row), ...files]
      runs.push(await printRow('exact scan', threads, command, out))
    }
    const python = process.env['PYTHON'] ?? 'python3'
    const peer = hasNumpy(python)
      ? await printRow(
          'numpy float32, blocks of 4096',
          'its own',
          [python, PEER, out, String(row), ...files],
          out,
        )
      : null
    process.stdout.write(`\n${sameRows(runs, peer)}\n`)
    if (hasUsearch()) await benchIndex(folder, Math.min(rows, indexRows))
    else process.stdout.write('No index: the package usearch is not installed.\n')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function printRow(
  name: string,
  threads: number | string,
  command: readonly string[],
  out: string,
): Promise<Found> {
  const once = async (): Promise<{ readonly run: Measured; readonly found: Found }> => {
    const run = await measure(command)
    return { run, found: JSON.parse(readFileSync(out, 'utf8')) as Found }
  }
  const cold = dropCaches() ? await once() : null
  const warm: Awaited<ReturnType<typeof once>>[] = []
  for (let round = 0; round < ROUNDS; round++) warm.push(await once())
  const best = warm.reduce((a, b) => (a.found.seconds <= b.found.seconds ? a : b))
  const cells = [
    name,
    String(threads),
    cold?.found.seconds.toFixed(2) ?? 'no permission',
    best.found.seconds.toFixed(2),
    best.run.seconds.toFixed(2),
    Math.max(...warm.map(({ run }) => run.peakMiB)).toFixed(0),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
  return best.found
}

/** True: the page cache was dropped; needs root. */
function dropCaches(): boolean {
  try {
    execFileSync('sync')
    writeFileSync(DROP, '3')
    return true
  } catch {
    return false
  }
}

function hasNumpy(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function sameRows(runs: readonly Found[], peer: Found | null): string {
  const [first] = runs
  const isSame = runs.every(({ rows, scores }) => `${rows}${scores}` === `${first?.rows}${first?.scores}`)
  const threads = `1 and 2 threads: ${isSame ? 'the same rows and scores to the bit' : 'DIFFERENT'}.`
  if (first === undefined || peer === null) return `${threads} No numpy to compare with: set PYTHON.`
  const off = Math.max(...first.scores.map((score, at) => Math.abs(score - (peer.scores[at] ?? Number.NaN))))
  const rows =
    `${first.rows}` === `${peer.rows}`
      ? 'the same top 10'
      : `ANOTHER top 10: ${first.rows} against ${peer.rows}`
  return `${threads} numpy: ${rows}, scores within ${off.toExponential(1)}.`
}

async function benchIndex(folder: string, rows: number): Promise<void> {
  const files = await writeEmbeddings(await mkdtemp(join(folder, 'index-')), rows, DIM)
  const [index, out] = [join(folder, 'rows.usearch'), join(folder, 'out.json')]
  const read = <T>(): T => JSON.parse(readFileSync(out, 'utf8')) as T
  const main = (...args: readonly string[]) => measure([process.execPath, MAIN, ...args])
  const built = await main('build', out, index, ...files)
  await main('recall', out, index, ...files)
  const recall = read<{ at: number; queries: number; value: number }>()
  process.stdout.write(
    `\nIndex (usearch, HNSW, float16) over ${rows} rows: built in ${built.seconds.toFixed(0)} s, `,
  )
  process.stdout.write(
    `${(statSync(index).size / 1e6).toFixed(0)} MB, peak ${built.peakMiB.toFixed(0)} MiB; `,
  )
  process.stdout.write(`recall@${recall.at} ${recall.value.toFixed(3)} of ${recall.queries} stored rows\n\n`)
  process.stdout.write(
    '| search | threads | cold s | warm s | process warm s | peak MiB |\n|---|---|---|---|---|---|\n',
  )
  const row = String(Math.floor(rows / 3))
  await printRow('index', 1, [process.execPath, MAIN, 'ask', out, index, row, ...files], out)
  await printRow('exact scan', 1, [process.execPath, MAIN, 'scan', out, '1', row, ...files], out)
}
