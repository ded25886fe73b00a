import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportRun } from '@warc2dataset/pipeline/export/export-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { tableFromIPC } from 'apache-arrow'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type ExportWorld, openExportWorld, SHARDS, treeOf } from './export-world.js'

const at = tempFolder()
let world: ExportWorld

beforeAll(async () => {
  world = await openExportWorld(at())
})

/** Bits of the stored embeddings of one side, by key: the .npy read by its own header. */
async function storedHalves(side: 'img_emb' | 'text_emb'): Promise<ReadonlyMap<string, Uint16Array>> {
  const scored = join(world.run, 'scored/toy')
  const rows = await query(
    `SELECT "key", file_row_number AS n, regexp_extract(filename, '(\\d+).parquet', 1) AS shard
      FROM read_parquet('${scored}/metadata/*.parquet', filename = true, file_row_number = true)`,
  )
  const files = new Map<string, Buffer>()
  const found = new Map<string, Uint16Array>()
  for (const { key, n, shard } of rows) {
    const name = `${scored}/${side}/${side}_${shard}.npy`
    const npy = files.get(name) ?? (await readFile(name))
    files.set(name, npy)
    const offset = 10 + npy.readUInt16LE(8)
    const [, dim] = /\((\d+), (\d+)\)/.exec(npy.toString('latin1', 0, offset))?.slice(1) ?? []
    const width = Number(dim) * 2
    const row = npy.subarray(offset + Number(n) * width, offset + (Number(n) + 1) * width)
    found.set(String(key), new Uint16Array(Uint8Array.from(row).buffer))
  }
  return found
}

describe('export to arrow', () => {
  it('the rows of the dataset in its order, with the bits of their embeddings', async () => {
    const out = at('arrow')
    const { files, bytes } = await exportRun(await openRun(world.run), { to: 'arrow', out, allowToy: false })
    expect(files).toBe(SHARDS)
    expect(bytes).toBeGreaterThan(0)
    const names = [...(await treeOf(out)).keys()].filter((name) => name.endsWith('.arrow'))
    expect(names).toHaveLength(SHARDS)
    const [images, texts] = [await storedHalves('img_emb'), await storedHalves('text_emb')]
    let embedded = 0
    for (const name of names) {
      const table = tableFromIPC(await readFile(join(out, name)))
      const dataset = `'${world.run}/dataset/${name.replace(/arrow$/, 'parquet')}'`
      const rows = await query(
        `SELECT "key", URL AS url, caption, TEXT AS "text", similarity, similarity_toy FROM ${dataset} ORDER BY tar_offset`,
      )
      const plain = table.toArray().map((row) => {
        const { key, url, caption, text, similarity, similarity_toy } = row.toJSON()
        return { key, url, caption, text, similarity, similarity_toy }
      })
      expect(plain).toEqual(rows)
      for (const [column, stored] of [
        ['image_toy', images],
        ['text_toy', texts],
      ] as const) {
        const vectors = [...(table.getChild(column) ?? [])]
        for (const [index, { key }] of plain.entries()) {
          const vector = vectors[index]?.toArray() ?? null
          expect(vector).toEqual(stored.get(String(key)) ?? null)
          embedded += vector === null ? 0 : 1
        }
      }
    }
    expect(embedded).toBeGreaterThan(2 * SHARDS)
  })

  it('is refused for latents', async () => {
    const options = { to: 'arrow', out: at('latents'), allowToy: false, latents: true } as const
    await expect(exportRun(await openRun(world.run), options)).rejects.toMatchObject({
      exit: 'usage',
      message: 'Expected --to kohya for --latents, got arrow',
    })
  })
})
