import { writeFile } from 'node:fs/promises'
import { openEmbeddings } from '@warc2dataset/stages/search/embedding-files'
import { measureRecall } from '@warc2dataset/stages/search/measure-recall'
import { scanEmbeddings } from '@warc2dataset/stages/search/scan-embeddings'
import { readRowAt } from '@warc2dataset/stages/search/score-rows'
import { buildIndex, openIndex } from '@warc2dataset/stages/search/vector-index'

/**
 * One search in a process of its own, for `bench search`: `scan OUT THREADS ROW FILE …`, `build OUT INDEX FILE …` or
 * `ask OUT INDEX ROW FILE …`; `recall OUT INDEX FILE …` measures what the index finds. OUT gets JSON.
 */
const [, , what, out = '', first = '', ...rest] = process.argv
const seconds = (from: bigint): number => Number(process.hrtime.bigint() - from) / 1e9

async function scan(threads: number, row: number, files: readonly string[]): Promise<object> {
  const embeddings = await openEmbeddings(files)
  const query = await readRowAt(embeddings, row)
  const started = process.hrtime.bigint()
  const { ranked } = await scanEmbeddings(embeddings, { queries: [query], count: 10, threads })
  return { seconds: seconds(started), ...ranked[0] }
}

async function build(index: string, files: readonly string[]): Promise<object> {
  const embeddings = await openEmbeddings(files)
  const started = process.hrtime.bigint()
  await buildIndex(embeddings, index)
  return { seconds: seconds(started) }
}

async function ask(index: string, row: number, files: readonly string[]): Promise<object> {
  const embeddings = await openEmbeddings(files)
  const query = await readRowAt(embeddings, row)
  const started = process.hrtime.bigint()
  const rows = openIndex(index, embeddings.dim).find(query, 10)
  return { seconds: seconds(started), rows }
}

async function run(): Promise<object> {
  const [second = '', ...others] = rest
  if (what === 'scan') return scan(Number(first), Number(second), others)
  if (what === 'build') return build(first, rest)
  if (what === 'ask') return ask(first, Number(second), others)
  const embeddings = await openEmbeddings(rest)
  return measureRecall(embeddings, openIndex(first, embeddings.dim))
}

await writeFile(out, JSON.stringify(await run()))
