import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import type { RecordContext } from '../demo/archive-records.js'
import { inOrder } from '../demo/in-order.js'
import { writeArchive } from '../demo/write-archive.js'
import type { BundledPicture, BundledPlan } from './bundled-plan.js'
import { drawBomb } from './draw-bomb.js'
import { drawBundled } from './draw-bundled.js'
import { writeTruth } from './truth.js'

/** Raised whenever the same seed gives other bytes. */
export const BUNDLED_VERSION = 1

/** The parts of a bundled crawl's folder. */
export const BUNDLED_FILES = {
  archives: 'crawl',
  pictures: 'pictures',
  truth: 'truth.jsonl',
  /** Written last: the folder is whole. */
  stamp: 'generated.json',
} as const

const BOMB = 'bomb.png'
const EXTENSIONS = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const
const DRAWN_AT_ONCE = 4

/** Whether `writeBundled` wrote this plan to the folder. */
export async function isWritten(plan: BundledPlan, folder: string): Promise<boolean> {
  return (await readOrNull(join(folder, BUNDLED_FILES.stamp))) === stampOf(plan)
}

/**
 * Writes the archives (pages only), the pictures that the fixture server serves, and truth.jsonl. The same seed gives
 * the same bytes.
 * @throws RunError exit 2 if archives of something else lie there, which would be read with these.
 */
export async function writeBundled(plan: BundledPlan, folder: string): Promise<void> {
  const archives = join(folder, BUNDLED_FILES.archives)
  const pictures = join(folder, BUNDLED_FILES.pictures)
  await Promise.all([archives, pictures].map((path) => mkdir(path, { recursive: true })))
  await refuseOthers(plan, folder)
  await writeFile(join(folder, BUNDLED_FILES.truth), writeTruth(plan.truth))
  for (const archive of plan.archives) await writeArchive(archive, archives, pagesOnly(plan.seed), 0)
  const draw = async (picture: BundledPicture, index: number): Promise<void> =>
    writeFile(
      join(folder, picturePath(plan, index)),
      await drawBundled(picture, `bundled/${plan.seed}/${index}`),
    )
  const all = plan.pictures.map((picture, index) => () => draw(picture, index))
  for await (const _ of inOrder(all, DRAWN_AT_ONCE, (work) => work()));
  await writeFile(join(folder, bombPath()), drawBomb())
  await writeFile(join(folder, BUNDLED_FILES.stamp), stampOf(plan))
}

function stampOf({ seed }: BundledPlan): string {
  return `${JSON.stringify({ version: BUNDLED_VERSION, seed })}\n`
}

async function refuseOthers({ archives }: BundledPlan, folder: string): Promise<void> {
  const own = new Set(archives.map(({ name }) => name))
  const other = (await readdir(join(folder, BUNDLED_FILES.archives))).find((name) => !own.has(name))
  if (other === undefined) return
  const place = join(folder, BUNDLED_FILES.archives, other)
  throw new RunError(
    'usage',
    `Expected a new folder, or one of this demo, for --out, got one that holds ${place}; take another, or remove it`,
  )
}

/** Where a picture of the plan lies, relative to the folder. */
export function picturePath(plan: BundledPlan, index: number): string {
  const format = plan.pictures[index]?.format ?? 'jpeg'
  return join(BUNDLED_FILES.pictures, `${String(index).padStart(5, '0')}.${EXTENSIONS[format]}`)
}

/** Where the decompression bomb lies, relative to the folder. */
export function bombPath(): string {
  return join(BUNDLED_FILES.pictures, BOMB)
}

function pagesOnly(seed: number): RecordContext {
  const read = (picture: number): Promise<Buffer> =>
    Promise.reject(new RangeError(`Expected archives of pages only, got picture ${picture}`))
  const store = { read, close: () => Promise.resolve() }
  return { seed, pictures: [], store, padding: () => [], padBytes: 0 }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
