import { createHash } from 'node:crypto'
import { readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { exportRun } from '@warc2dataset/pipeline/export/export-run'
import type { TargetName } from '@warc2dataset/pipeline/export/targets'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type ExportWorld, openExportWorld, SHARDS, treeOf } from './export-world.js'

const at = tempFolder()
let world: ExportWorld

beforeAll(async () => {
  world = await openExportWorld(at())
})

const LAION = [
  ['SAMPLE_ID', 'BIGINT'],
  ['URL', 'VARCHAR'],
  ['TEXT', 'VARCHAR'],
  ['HEIGHT', 'INTEGER'],
  ['WIDTH', 'INTEGER'],
  ['LICENSE', 'VARCHAR'],
  ['NSFW', 'VARCHAR'],
  ['LANGUAGE', 'VARCHAR'],
  ['similarity', 'DOUBLE'],
  ['hash', 'BIGINT'],
  ['punsafe', 'FLOAT'],
  ['pwatermark', 'FLOAT'],
  ['aesthetic', 'FLOAT'],
]

async function exportTo(to: TargetName, out = at(to)): Promise<ReadonlyMap<string, string>> {
  await exportRun(await openRun(world.run), { to, out, allowToy: false })
  return treeOf(out)
}

/** Each picture of the dataset by its key, cut out of the tars at the places that the Parquet tells. */
async function storedPictures(): Promise<ReadonlyMap<string, string>> {
  const rows = await query(
    `SELECT key, tar_offset, tar_size, filename FROM read_parquet('${world.run}/dataset/*.parquet', filename = true)`,
  )
  const hashes = rows.map(async ({ key, tar_offset, tar_size, filename }) => {
    const tar = await readFile(String(filename).replace(/parquet$/, 'tar'))
    const picture = tar.subarray(Number(tar_offset), Number(tar_offset) + Number(tar_size))
    return [String(key), createHash('sha256').update(picture).digest('hex')] as const
  })
  return new Map(await Promise.all(hashes))
}

function picturesIn(tree: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const pictures = [...tree].filter(([name]) => name.endsWith('.jpg'))
  return new Map(pictures.map(([name, hash]) => [/(\d+)\.jpg$/.exec(name)?.[1] ?? '', hash]))
}

const sorted = (map: ReadonlyMap<string, string>) => [...map].sort()

describe('export', () => {
  it('imagefolder: the stored bytes, and a row of metadata beside each', async () => {
    const tree = await exportTo('imagefolder')
    expect(sorted(picturesIn(tree))).toEqual(sorted(await storedPictures()))
    const metadata = `read_parquet('${at('imagefolder')}/train/*/metadata.parquet')`
    const dataset = `read_parquet('${world.run}/dataset/*.parquet')`
    const names = (await query(`DESCRIBE FROM ${metadata}`)).map(({ column_name }) => column_name)
    expect(names.slice(0, 2)).toEqual(['file_name', 'text'])
    expect(new Set(names.map((name) => String(name).toLowerCase())).size).toBe(names.length)
    const columns = 'key, URL, HEIGHT, similarity, hash'
    expect(await query(`SELECT text, page_text, ${columns} FROM ${metadata} ORDER BY key`)).toEqual(
      await query(`SELECT caption AS text, TEXT AS page_text, ${columns} FROM ${dataset} ORDER BY key`),
    )
  })

  it('kohya: a caption of one line beside each picture', async () => {
    const tree = await exportTo('kohya')
    expect(sorted(picturesIn(tree))).toEqual(sorted(await storedPictures()))
    for (const name of tree.keys()) {
      if (!name.endsWith('.jpg')) continue
      const caption = await readFile(join(at('kohya'), name.replace(/jpg$/, 'txt')), 'utf8')
      expect(caption).toMatch(/^[^\r\n]*\n$/)
    }
    expect(new Set([...tree.keys()].map((name) => name.split('/')[0])).size).toBe(SHARDS + 1)
  })

  it('webdataset: the same tars', async () => {
    const [tree, dataset] = [await exportTo('webdataset'), await treeOf(join(world.run, 'dataset'))]
    const tars = [...dataset].filter(([name]) => name.endsWith('.tar'))
    expect(tars).toHaveLength(SHARDS)
    for (const [name, hash] of tars) expect(tree.get(name)).toBe(hash)
    const sizes = JSON.parse(await readFile(at('webdataset', 'sizes.json'), 'utf8')) as Record<string, number>
    expect(Object.keys(sizes)).toEqual(tars.map(([name]) => name))
  })

  it("laion: LAION's columns and nothing else, no picture, and the account", async () => {
    const tree = await exportTo('laion')
    expect(picturesIn(tree).size).toBe(0)
    const parts = `read_parquet('${at('laion')}/part-*.snappy.parquet')`
    const described = await query(`DESCRIBE FROM ${parts}`)
    expect(described.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(LAION)
    const text = await readFile(at('laion', 'croissant.json'), 'utf8')
    const { distribution } = JSON.parse(text) as { distribution: { '@id': string; sha256?: string }[] }
    const objects = distribution.filter(({ sha256 }) => sha256 !== undefined)
    expect(objects).toHaveLength(SHARDS)
    for (const object of objects) expect(tree.get(object['@id'])).toBe(object.sha256)
    const card = await readFile(at('laion', 'README.md'), 'utf8')
    for (const where of [text, card]) expect(where).not.toContain(at())
  })

  it('writes a damaged part again, and only that', async () => {
    const before = await exportTo('laion', at('damaged'))
    await truncate(at('damaged', 'part-00004.snappy.parquet'), 100)
    const { found } = await exportRun(await openRun(world.run), {
      to: 'laion',
      out: at('damaged'),
      allowToy: false,
    })
    expect(found).toBe(SHARDS - 1)
    expect(await treeOf(at('damaged'))).toEqual(before)
  })
})
