import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CrawlPlan } from './crawl-plan.js'
import { drawPicture } from './draw-picture.js'
import { inOrder } from './in-order.js'
import { itemAt } from './seeded-random.js'

/** The drawn pictures. They lie in one scratch file, so that their number is not bounded by memory. */
export interface PictureStore {
  readonly read: (picture: number) => Promise<Buffer>
  readonly close: () => Promise<void>
}

/** Draws every picture that a capture of the plan shows, each once. */
export async function drawPictures(plan: CrawlPlan, seed: number): Promise<PictureStore> {
  const folder = await mkdtemp(join(tmpdir(), 'warc2dataset-pictures-'))
  const file = await open(join(folder, 'pictures'), 'wx+')
  const close = async (): Promise<void> => {
    await file.close()
    await rm(folder, { recursive: true })
  }
  const places = new Map<number, { readonly start: number; readonly length: number }>()
  try {
    let end = 0
    const draw = async (index: number): Promise<readonly [number, Buffer]> => [
      index,
      await drawPicture(itemAt(plan.pictures, index), `picture/${seed}/${index}`),
    ]
    for await (const [index, bytes] of inOrder(usedPictures(plan), 4, draw)) {
      await file.write(bytes, 0, bytes.length, end)
      places.set(index, { start: end, length: bytes.length })
      end += bytes.length
    }
  } catch (error) {
    await close()
    throw error
  }
  const read = async (picture: number): Promise<Buffer> => {
    const place = places.get(picture)
    if (place === undefined) throw new RangeError(`Expected a drawn picture for picture, got ${picture}`)
    const bytes = Buffer.allocUnsafe(place.length)
    await file.read(bytes, 0, place.length, place.start)
    return bytes
  }
  return { read, close }
}

function usedPictures(plan: CrawlPlan): readonly number[] {
  const used = new Set<number>()
  for (const { entries } of plan.archives) {
    for (const entry of entries) {
      if (entry.kind === 'capture' && entry.answer.kind === 'picture') used.add(entry.answer.picture)
    }
  }
  return [...used]
}
