import { mkdtempSync, rmSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { extract } from 'tar-stream'
import { afterAll, afterEach, expect, test } from 'vitest'
import { fromHalf } from '../npy/half.js'
import { headerBytes } from '../npy/npy-header.js'
import { withTables } from '../parquet/test-rows.js'
import { defaultPictureLimits } from '../picture/picture-limits.js'
import { openTar } from '../shards/write-tar.js'
import { type LatentRow, latentRowColumns } from './latent-row.js'
import { type LatentsTally, latentsShard } from './latents-shard.js'
import { type LatentEncoder, openLatentEncoder } from './open-latent-encoder.js'
import { nanGraph, type TestVae, writeVae } from './test-vae.js'

const root = mkdtempSync(join(tmpdir(), 'latents-shard-'))
const never = new AbortController().signal
const opened: LatentEncoder[] = []
let count = 0
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())))
afterAll(() => rmSync(root, { recursive: true }))

async function openTest(batchSize: number, vae: TestVae = {}): Promise<LatentEncoder> {
  const encoder = await openLatentEncoder({
    manifest: writeVae(join(root, `vae-${count++}`), vae),
    provider: 'cpu',
    batchSize,
    threads: 1,
    children: 1,
    limits: defaultPictureLimits,
  })
  opened.push(encoder)
  return encoder
}

/** Grey 48x16 unless told otherwise. */
const jpegOf = (level: number, width = 48, height = 16) => {
  const background = { r: level, g: level, b: level }
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

interface Made {
  readonly tally: LatentsTally
  readonly members: ReadonlyMap<string, Buffer>
  readonly bytes: Buffer
  readonly progress: readonly number[]
}

/** Packs the pictures under keys that fall, so that the order of the tar is not that of the keys, and encodes them. */
function make(
  encoder: LatentEncoder,
  batchSize: number,
  jpegs: readonly Buffer[],
  change: (row: LatentRow, index: number) => Partial<LatentRow> = () => ({}),
): Promise<Made> {
  return withTables(async ({ duck, path, write }) => {
    const tar = openTar(path('dataset.tar'))
    const rows: LatentRow[] = []
    for (const [index, jpeg] of jpegs.entries()) {
      const key = String(90_000 - index).padStart(9, '0')
      const tar_offset = BigInt(await tar.add(`${key}.jpg`, jpeg))
      const row = rowOf(key, tar_offset, BigInt(jpeg.length))
      rows.push({ ...row, ...change(row, index) })
    }
    await tar.close()
    const progress: number[] = []
    const file = await open(path('dataset.tar'))
    try {
      const tally = await latentsShard(
        duck,
        encoder,
        {
          dataset: await write('dataset.parquet', latentRowColumns, rows),
          readPicture: async (offset, size) => (await file.read(Buffer.alloc(size), 0, size, offset)).buffer,
          batchSize,
          signal: never,
          progress: (samples) => void progress.push(samples),
          count: () => {},
        },
        path('latents.tar'),
      )
      const bytes = await readFile(path('latents.tar'))
      return { tally, members: await membersOf(bytes), bytes, progress }
    } finally {
      await file.close()
    }
  })
}

function rowOf(key: string, tar_offset: bigint, tar_size: bigint): LatentRow {
  return {
    key,
    caption: `nächster "${key}"`,
    original_width: 500,
    original_height: 200,
    bucket: '48x16',
    bucket_width: 48,
    bucket_height: 16,
    resized_width: 48,
    resized_height: 19,
    crop_x: 0,
    crop_y: 1,
    stored_width: 48,
    stored_height: 16,
    tar_offset,
    tar_size,
  }
}

async function membersOf(tar: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const members = new Map<string, Buffer>()
  const entries = extract()
  entries.end(tar)
  for await (const entry of entries) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    members.set(entry.header.name, Buffer.concat(chunks))
  }
  return members
}

const halves = (npy: Buffer | undefined) =>
  Array.from({ length: ((npy?.length ?? 0) - headerBytes) / 2 }, (_, i) =>
    fromHalf(npy?.readUInt16LE(headerBytes + 2 * i) ?? Number.NaN),
  )
const means: TestVae['change'] = ({ encoder }) =>
  void Object.assign(encoder, { output_kind: 'mean', range: '0..1' })

test('latent, caption and json of each sample, in the order of the tar', async () => {
  const levels = [10, 200, 90, 30, 255]
  const encoder = await openTest(2)
  const { tally, members, progress } = await make(encoder, 2, await Promise.all(levels.map((l) => jpegOf(l))))
  const keys = levels.map((_, i) => String(90_000 - i).padStart(9, '0'))
  expect([...members.keys()]).toEqual(
    keys.flatMap((key) => [`${key}.latent.npy`, `${key}.txt`, `${key}.json`]),
  )
  keys.forEach((key, i) => {
    const values = halves(members.get(`${key}.latent.npy`))
    expect(values).toHaveLength(3 * 2 * 6)
    // JPEG keeps a plain grey, and float16 three digits.
    for (const value of values) expect(value).toBeCloseTo((levels[i] ?? 0) / 127.5 - 1, 3)
    expect(members.get(`${key}.txt`)?.toString()).toBe(`nächster "${key}"`)
  })
  expect(JSON.parse(String(members.get(`${keys[1]}.json`)))).toEqual({
    key: keys[1],
    caption: `nächster "${keys[1]}"`,
    original_width: 500,
    original_height: 200,
    bucket: '48x16',
    bucket_width: 48,
    bucket_height: 16,
    resized_width: 48,
    resized_height: 19,
    crop_x: 0,
    crop_y: 1,
    crop_ltrb: [4, 0, 44, 16],
    flip: false,
    vae: 'squares',
    vae_id: 'squares-test',
    vae_sha256: encoder.vae.digest,
    dtype: 'float16',
    shape: [3, 2, 6],
    kind: 'mean',
    scaled: false,
    scaling_factor: 0.5,
    shift_factor: 0.25,
  })
  const none = { count: 0, keys: [] }
  expect(tally).toEqual({
    samples: 5,
    latents: 5,
    bucket: '48x16',
    shape: [3, 2, 6],
    not_finite: none,
    unreadable: none,
  })
  expect(progress).toEqual([2, 2, 1])
})

test('the same input gives the same bytes, at another batch size too', async () => {
  const jpegs = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => jpegOf(n * 30)))
  const [once, again, others] = [
    await make(await openTest(3), 3, jpegs),
    await make(await openTest(3), 3, jpegs),
    await make(await openTest(7), 7, jpegs),
  ]
  expect(once.bytes.equals(again.bytes)).toBe(true)
  // Of this VAE: of another only within its epsilon.
  expect(once.bytes.equals(others.bytes)).toBe(true)
})

test('without a latent: left out, counted and named', async () => {
  const encoder = await openTest(2, { encoder: nanGraph, change: means })
  const good = await jpegOf(100)
  const turned = await jpegOf(100, 16, 48)
  // The graph divides by a mean that is 0 for black.
  const jpegs = [good, await jpegOf(0), good, turned, good, good.subarray(0, 200), await jpegOf(0)]
  const { tally, members } = await make(encoder, 2, jpegs)
  const key = (index: number) => String(90_000 - index).padStart(9, '0')
  expect(tally).toMatchObject({
    samples: 7,
    latents: 3,
    not_finite: { count: 2, keys: [key(1), key(6)] },
    unreadable: { count: 2, keys: [key(3), key(5)] },
  })
  expect([...members.keys()].filter((name) => name.endsWith('.npy'))).toEqual(
    [0, 2, 4].map((index) => `${key(index)}.latent.npy`),
  )
})

test('no picture has a latent, or none is there: an empty tar', async () => {
  const encoder = await openTest(4, { encoder: nanGraph, change: means })
  const black = await jpegOf(0)
  expect((await make(encoder, 4, [black, black])).tally).toMatchObject({
    samples: 2,
    latents: 0,
    bucket: null,
    shape: null,
  })
  expect((await make(encoder, 4, [])).members.size).toBe(0)
})

test('a shard of two sizes, or of another size than its bucket, is refused', async () => {
  const encoder = await openTest(1)
  const jpegs = [await jpegOf(1), await jpegOf(2, 32, 32)]
  const square = { bucket: '32x32', bucket_width: 32, bucket_height: 32, stored_width: 32, stored_height: 32 }
  await expect(make(encoder, 1, jpegs, (_, i) => (i === 1 ? square : {}))).rejects.toThrow(
    'Expected pictures of 48x16 in one shard, got 32x32 (000089999)',
  )
  await expect(make(encoder, 1, jpegs, () => ({ stored_width: 64 }))).rejects.toThrow(
    "Expected a picture of its bucket's size for 000090000, got 64x16 of 48x16",
  )
})
