import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import {
  type DatasetRow,
  type FetchedRow,
  fetchedColumns,
  type SelectionRow,
  selectionColumns,
} from '@warc2dataset/schemas'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { fillRow, withTables } from '../parquet/test-rows.js'
import type { CutOutcome } from '../picture/cut-stored.js'
import type { PictureCut } from '../picture/picture-cut.js'
import { gradient } from '../picture/test-pictures.js'
import { packShard } from './pack-shard.js'

const keyOf = (index: number): string => String(index).padStart(9, '0')

/** The pictures of the test by their key, one of each size; the first is gray. */
const SIZES = [
  [64, 48],
  [64, 64],
  [96, 70],
  [64, 64],
  [70, 90],
] as const
const jpegs = await Promise.all(
  SIZES.map(([width, height], index) => {
    const picture = gradient(width, height)
    return (index === 0 ? picture.toColourspace('b-w') : picture).jpeg({ quality: 90 + index }).toBuffer()
  }),
)

const fetchedRow = (index: number): FetchedRow => {
  const [width, height] = SIZES[index] ?? [1, 1]
  return fillRow(fetchedColumns, {
    key: keyOf(index),
    url: `https://a.test/${index}.jpg`,
    status: 'success',
    width,
    height,
    original_width: width * 2,
    original_height: height * 2,
    md5: 'd',
    sha256: 'e',
    reencoded: index % 2 === 0,
    tar_offset: BigInt(index),
    tar_size: BigInt(jpegs[index]?.length ?? 0),
  })
}

/** To 64x64, or 48x48 for the picture that is smaller than that. */
const placeOf = (index: number): Partial<SelectionRow> => {
  const [width, height] = SIZES[index] ?? [1, 1]
  const side = Math.min(width, height) < 64 ? 48 : 64
  const scale = side / Math.min(width, height)
  const resized_width = Math.round(width * scale)
  const resized_height = Math.round(height * scale)
  return {
    bucket: `${side}x${side}`,
    bucket_width: side,
    bucket_height: side,
    resized_width,
    resized_height,
    crop_x: Math.floor((resized_width - side) / 2),
    crop_y: Math.floor((resized_height - side) / 2),
  }
}

const noBucket = (index: number): Partial<SelectionRow> => {
  const [width, height] = SIZES[index] ?? [1, 1]
  return { bucket: 'none', resized_width: width, resized_height: height }
}

/** As the child does it, in this process. */
async function honest(jpeg: Buffer, { resized, crop }: PictureCut): Promise<CutOutcome> {
  const cut = sharp(jpeg)
    .resize({ ...resized, fit: 'fill' })
    .extract(crop)
  return { ok: true, jpeg: await cut.toColourspace('srgb').jpeg().toBuffer() }
}

function pack(
  order: readonly number[],
  place: (index: number) => Partial<SelectionRow>,
  cut: (jpeg: Buffer, wanted: PictureCut) => Promise<CutOutcome> = () => {
    throw new Error('nothing to cut')
  },
) {
  return withTables(async ({ duck, path, write, read }) => {
    const selected = order.map((index, place_) =>
      fillRow(selectionColumns, {
        key: keyOf(index),
        caption: `a caption ${index}`,
        caption_source: 'alt',
        dataset_shard: 0,
        dataset_index: place_,
        ...place(index),
      }),
    )
    const files = { tar: path('0.tar'), parquet: path('0.parquet'), stats: path('0.json') }
    const packed = await packShard(
      duck,
      {
        selection: await write('selection.parquet', selectionColumns, selected),
        fetched: [await write('fetched.parquet', fetchedColumns, order.map(fetchedRow))],
        shard: 0,
        scorers: [],
        annotations: {},
        readPicture: async (_, offset) => jpegs[offset] ?? Buffer.alloc(0),
        cut,
      },
      files,
    )
    const tar = await readFile(files.tar)
    const rows = await read<DatasetRow>(files.parquet)
    const pictures = rows.map(({ tar_offset, tar_size }) =>
      tar.subarray(Number(tar_offset), Number(tar_offset + tar_size)),
    )
    return { packed, rows, pictures, tar, stats: JSON.parse(await readFile(files.stats, 'utf8')) }
  })
}

describe('packShard', () => {
  it('copies what has no bucket, byte for byte', async () => {
    const { packed, rows, pictures, stats } = await pack([3, 0, 2], noBucket)
    expect(pictures.map((bytes, i) => bytes.equals(jpegs[[3, 0, 2][i] ?? 0] ?? bytes))).toEqual([
      true,
      true,
      true,
    ])
    expect(rows.map((row) => row.generation)).toEqual([0, 1, 1])
    expect(packed).toMatchObject({ samples: 3, copied: 3, cut: 0 })
    expect(stats).toEqual({ count: 3, picture_bytes: packed.pictureBytes })
  })

  it('cuts what is not of the size of its bucket, and copies what is', async () => {
    const { packed, rows, pictures } = await pack([4, 3, 2, 1, 0], placeOf, honest)
    expect(rows.map((row) => [row.key, row.generation, row.stored_width, row.stored_height])).toEqual([
      [keyOf(4), 2, 64, 64],
      [keyOf(3), 0, 64, 64],
      [keyOf(2), 2, 64, 64],
      [keyOf(1), 0, 64, 64],
      [keyOf(0), 2, 48, 48],
    ])
    for (const [index, bytes] of pictures.entries()) {
      const { width, height, channels } = await sharp(bytes).metadata()
      expect([width, height, channels]).toEqual([rows[index]?.stored_width, rows[index]?.stored_height, 3])
    }
    expect(pictures[1]?.equals(jpegs[3] ?? Buffer.alloc(0))).toBe(true)
    expect(packed).toEqual({
      samples: 5,
      copied: 2,
      cut: 3,
      pictureBytes: pictures.reduce((sum, { length }) => sum + length, 0),
    })
  })

  it('gives the same bytes whichever cut is ready first', async () => {
    const one = await pack([4, 3, 2, 1, 0], placeOf, honest)
    let asked = 0
    const slow = async (jpeg: Buffer, wanted: PictureCut) => {
      await setTimeout(30 - 10 * asked++)
      return honest(jpeg, wanted)
    }
    expect((await pack([4, 3, 2, 1, 0], placeOf, slow)).tar.equals(one.tar)).toBe(true)
  })

  const jpeg = async (change: (picture: Sharp) => Sharp, width = 64): Promise<CutOutcome> => ({
    ok: true,
    jpeg: await change(gradient(width, 64).jpeg()).toBuffer(),
  })
  const lies: readonly (readonly [string, () => Promise<CutOutcome>, string])[] = [
    [
      'a refusal',
      async () => ({ ok: false, code: 'decode_memory', detail: 'too much' }),
      `${keyOf(2)}, got decode_memory: too much`,
    ],
    [
      'another size',
      () => jpeg((picture) => picture, 65),
      `64x64 px from the decoder for ${keyOf(2)}, got 65x64`,
    ],
    ['no picture', async () => ({ ok: true, jpeg: Buffer.from('<svg/>') }), 'got bytes that are none'],
    [
      'a gray one',
      () => jpeg((picture) => picture.toColourspace('b-w')),
      'got one with more, or of another kind',
    ],
    [
      'one with a turn',
      () => jpeg((picture) => picture.withMetadata({ orientation: 3 })),
      'got one with more',
    ],
    ['a progressive one', () => jpeg((picture) => picture.jpeg({ progressive: true })), 'got one with more'],
  ]
  it.each(lies)('%s instead of a cut is no sample', async (_, outcome, message) => {
    await expect(pack([1, 2, 3], placeOf, outcome)).rejects.toThrow(message)
  })
})
