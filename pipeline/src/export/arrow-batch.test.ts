import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Annotator, annotatorColumns, type Scorer } from '@warc2dataset/schemas'
import { openNpy } from '@warc2dataset/stages/npy/write-npy'
import { openEmbeddings } from '@warc2dataset/stages/search/embedding-files'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, expect, test } from 'vitest'
import { arrowBatch } from './arrow-batch.js'
import { arrowSchema, arrowTable } from './arrow-columns.js'
import { openArrowFile } from './arrow-file.js'
import { readHalfRows } from './embedding-rows.js'

const folder = mkdtempSync(join(tmpdir(), 'arrow-'))
afterAll(() => rmSync(folder, { recursive: true }))

const scorers = [{ name: 'toy', id: 'toy-1', digest: 'd'.repeat(64) }] as unknown as Scorer[]
const annotators = [
  { name: 'style', scorer: 'toy', gives: { kind: 'labels' } },
  { name: 'look', scorer: 'toy', gives: { kind: 'number', column: 'aesthetic' } },
] as unknown as Annotator[]

/** Rows over two files: row n holds n, n + 0.25, n + 0.5. */
async function embeddings(name: string, ...counts: readonly number[]) {
  const paths: string[] = []
  let row = 0
  for (const [index, count] of counts.entries()) {
    const path = join(folder, `${name}-${index}.npy`)
    const npy = await openNpy(path, 3)
    await npy.add(Array.from({ length: count }, () => Float32Array.of(row, row + 0.25, row++ + 0.5)))
    await npy.close()
    paths.push(path)
  }
  return openEmbeddings(paths)
}

test('rows by their number, over several files, in any order; none is all zeros', async () => {
  const files = await embeddings('some', 2, 0, 3)
  const half = await readHalfRows(files, [4, null, 0, 2, 2])
  expect(half).toEqual(
    Uint16Array.of(
      0x4400,
      0x4440,
      0x4480,
      0,
      0,
      0,
      0,
      0x3400,
      0x3800,
      0x4000,
      0x4080,
      0x4100,
      0x4000,
      0x4080,
      0x4100,
    ),
  )
  await expect(readHalfRows(files, [1, 5])).rejects.toThrow('Expected rows of embeddings up to 5, got fewer')
})

test('what is written is read: nulls, texts, numbers and embeddings', async () => {
  const table = arrowTable({ scorers, annotators })
  expect(Object.keys(table.columns)).toEqual([
    ...['key', 'url', 'caption', 'text', 'similarity', 'similarity_toy'],
    ...annotators.flatMap((annotator) => Object.keys(annotatorColumns(annotator))),
  ])
  const schema = arrowSchema(table, [{ scorer: 'toy', dim: 3 }], scorers)
  const row = (key: string, similarity: number | null, style: string | null) => ({
    ...{ key, url: `https://a.example/${key}`, caption: 'schön 🚲', text: '', similarity },
    ...{ similarity_toy: similarity, style, style_p: 0.5, style_top: null, style_by: null },
    ...{ aesthetic: similarity === null ? null : 5.5, look_by: 'look' },
  })
  const files = await embeddings('all', 2)
  const isThere = [true, false, true]
  const column = { dim: 3, isThere, data: await readHalfRows(files, [1, null, 0]) }
  const rows = [row('1', 0.1, 'photo'), row('2', null, null), row('3', -0.3, 'drawing')]
  const paths = [join(folder, 'once.arrow'), join(folder, 'again.arrow')] as const
  for (const path of paths) {
    const file = await openArrowFile(path, schema)
    for (let n = 0; n < 2; n++) await file.add(arrowBatch(schema, table.columns, rows, [column, column]))
    await file.close()
  }
  const [once, again] = paths.map((path) => readFileSync(path))
  expect(once?.equals(again ?? Buffer.alloc(0))).toBe(true)
  const read = tableFromIPC(once)
  expect(read.batches).toHaveLength(2)
  expect(read.schema.metadata.get('scorer.toy')).toBe(`toy-1, manifest sha256 ${'d'.repeat(64)}`)
  expect(read.numRows).toBe(6)
  for (const [name] of Object.entries(table.columns)) {
    const values = rows.map((each) => (each as Record<string, unknown>)[name])
    expect([...(read.getChild(name) ?? [])]).toEqual([...values, ...values])
  }
  const vectors = [...(read.getChild('text_toy') ?? [])].map((each) => each && [...each.toArray()])
  expect(vectors.slice(0, 3)).toEqual([[0x3c00, 0x3d00, 0x3e00], null, [0, 0x3400, 0x3800]])
})
