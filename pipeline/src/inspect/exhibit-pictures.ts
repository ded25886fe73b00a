import { type Exhibit, type ExhibitedPicture, fetchedColumns } from '@warc2dataset/schemas'
import type { Inspected } from '@warc2dataset/stages/inspect/pair-table'
import { literal, scan } from '@warc2dataset/stages/parquet/duck'
import sharp from 'sharp'
import { readThumbnails } from '../peek/read-thumbnails.js'
import { type StoredRow, storedFiles } from '../peek/stored-files.js'
import type { RunView } from '../phases/phase.js'
import type { RunFiles } from './run-files.js'

/** Longer edge of a thumbnail, px. */
const EDGE = 112
const QUALITY = 70
/** Base64 of all thumbnails, at most. */
const MOST_BYTES = 1.6 * 2 ** 20

/** Thumbnails by key: of our own encoding, in the order in which they were asked for until there is no more place. */
export async function drawPictures(
  view: RunView,
  { duck }: Inspected,
  files: RunFiles,
  options: { readonly keys: readonly string[]; readonly safe: string | null },
): Promise<{ readonly pictures: readonly ExhibitedPicture[]; readonly places: ReadonlyMap<string, number> }> {
  const keys = [...new Set(options.keys)]
  const places = new Map<string, number>()
  const pictures: ExhibitedPicture[] = []
  if (keys.length === 0) return { pictures, places }
  const stored = await duck.rows<StoredRow & { readonly safe: boolean }>(`
    SELECT "key", width, height, tar_offset, tar_size,
      ${options.safe === null ? 'false' : `"key" IN (${options.safe})`} AS safe
    FROM ${scan(files.fetched, fetchedColumns)}
    WHERE tar_offset IS NOT NULL AND "key" IN (${keys.map(literal).join(', ')})`)
  const byKey = new Map(stored.map((row) => [row.key, row]))
  const rows = keys.map((key) => byKey.get(key)).filter((row) => row !== undefined)
  const thumbnails = await readThumbnails(await storedFiles(view, rows), EDGE * EDGE)
  let bytes = 0
  for (const [at, row] of rows.entries()) {
    const thumbnail = thumbnails[at]
    if (!Buffer.isBuffer(thumbnail)) continue
    const { data, info } = await sharp(thumbnail)
      .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true })
    const jpeg = data.toString('base64')
    bytes += jpeg.length
    if (bytes > MOST_BYTES) break
    places.set(row.key, pictures.length)
    pictures.push({ jpeg, width: info.width, height: info.height, blur: !row.safe })
  }
  return { pictures, places }
}

/** The exhibit of a row, with its picture where there is one. */
export function withPicture<T extends Omit<Exhibit, 'picture'> & { readonly key: string | null }>(
  row: T,
  places: ReadonlyMap<string, number>,
): Exhibit {
  const { url, domain, text, language, kept, reason, filter, score, distance, width, height, key } = row
  const picture = key === null ? null : (places.get(key) ?? null)
  return { url, domain, text, language, kept, reason, filter, score, distance, width, height, picture }
}
