import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { openScorer, type Scorer } from '@warc2dataset/stages/score/open-scorer'
import { dot } from '@warc2dataset/stages/score/rank-texts'

/** Real pairs and what open_clip itself says of them: a folder that test/python/openclip_peer.py wrote. */
export interface PeerModel {
  /** Folder with pairs/. */
  readonly material: string
  /** Folder in it, with manifest.json, images.npy and texts.npy. */
  readonly model: string
}

/** Largest differences from open_clip's float32 embeddings, one pair at a time; all of length 1. */
export interface Agreement {
  readonly batch: number
  readonly pairs: number
  /** Of one component of an embedding. */
  readonly image: number
  readonly text: number
  /** Of the cosine of a pair. */
  readonly cosine: number
  /** Of the cosine of any picture with any text. */
  readonly anyCosine: number
}

type Rows = readonly Float32Array[]
interface Sides {
  readonly images: Rows
  readonly texts: Rows
}

/**
 * Embeds the pairs as scoring does, on the CPU, and compares. Takes the first `pairs`, 1 or more.
 * @throws Error if there are not as many, or if a picture or a text has no embedding; RunError exit 5 if the model
 * does not open.
 */
export async function compareWithPeer(
  { material, model }: PeerModel,
  batch: number,
  pairs: number,
): Promise<Agreement> {
  const folder = join(material, model)
  const [images, texts] = await Promise.all([
    readRows(join(folder, 'images.npy'), pairs),
    readRows(join(folder, 'texts.npy'), pairs),
  ])
  const ours = await embedPairs(join(folder, 'manifest.json'), join(material, 'pairs'), batch, pairs)
  const mine = cosinesOf(ours)
  const theirs = cosinesOf({ images, texts })
  const numbers = images.map((_, i) => i)
  const apart = (i: number, j: number): number => Math.abs(mine(i, j) - theirs(i, j))
  return {
    batch,
    pairs,
    image: furthest(ours.images, images),
    text: furthest(ours.texts, texts),
    cosine: largest(numbers.map((i) => apart(i, i))),
    anyCosine: largest(numbers.map((i) => largest(numbers.map((j) => apart(i, j))))),
  }
}

async function embedPairs(
  manifest: string,
  folder: string,
  batchSize: number,
  count: number,
): Promise<Sides> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort()
  const captions = JSON.parse(await readFile(join(folder, 'texts.json'), 'utf8')) as readonly string[]
  const scorer = await openScorer({
    manifest,
    quality: 'exact',
    provider: 'cpu',
    batchSize,
    threads: 2,
    children: 1,
  })
  try {
    const pixels: Uint8Array[] = []
    for (const name of names.slice(0, count)) pixels.push(await readPicture(scorer, join(folder, name)))
    const ids = captions.slice(0, count).map((caption) => scorer.tokenize(caption).ids)
    return {
      images: (await scorer.embedder.images(pixels)).map(known),
      texts: (await scorer.embedder.texts(ids)).map(known),
    }
  } finally {
    await scorer.close()
  }
}

async function readPicture(scorer: Scorer, path: string): Promise<Uint8Array> {
  const read = await scorer.pixels.read(await readFile(path), [scorer.spec], new AbortController().signal)
  const pixels = read.ok ? read.pixels[0] : undefined
  if (pixels === undefined) throw new Error(`Expected pixels of ${path}, got ${JSON.stringify(read)}`)
  return pixels
}

async function readRows(path: string, count: number): Promise<Rows> {
  const { data, columns } = await readNpy(path, 0, count)
  return Array.from({ length: count }, (_, row) => data.subarray(row * columns, (row + 1) * columns))
}

/** Of picture i with text j. */
function cosinesOf({ images, texts }: Sides): (i: number, j: number) => number {
  return (i, j) => dot(at(images, i), at(texts, j))
}

function known(vector: Float32Array | null): Float32Array {
  if (vector === null) throw new Error('Expected a finite embedding, got none')
  return vector
}

function at(rows: Rows, index: number): Float32Array {
  const row = rows[index]
  if (row === undefined) throw new RangeError(`Expected a row ${index}, got ${rows.length} rows`)
  return row
}

function furthest(ours: Rows, theirs: Rows): number {
  return largest(
    theirs.map((row, i) => largest(Array.from(row, (x, j) => Math.abs(x - (at(ours, i)[j] ?? Number.NaN))))),
  )
}

/** NaN if there is one. */
function largest(values: readonly number[]): number {
  return Math.max(0, ...values)
}
