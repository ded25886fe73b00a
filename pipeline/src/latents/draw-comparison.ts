import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PictureSize } from '@warc2dataset/stages/picture/fit-area'
import sharp, { type OverlayOptions } from 'sharp'
import { textAt } from '../peek/draw-sheet.js'
import { useOwnFont } from '../peek/use-own-font.js'
import type { Comparison, Reconstruction } from './compare-latents.js'

/** Side of the box that each picture fits into, px. */
const THUMB = 224
const GAP = 10
const MARGIN = 28
const HEADING = 34
const CAPTION = 26
/** Triples beside one another. */
const COLUMNS = 2
const TRIPLE = 3 * THUMB + 2 * GAP
const WIDTH = COLUMNS * TRIPLE + (COLUMNS - 1) * 3 * GAP + 2 * MARGIN
/** A difference of one level would not be seen. */
const AMPLIFIED = 8

/** Buckets on one sheet: an SVG of more than 32,767 px is not drawn. */
const MOST_BUCKETS = 48

/** PSNR for a person. */
export function decibels(psnr: number): string {
  return Number.isFinite(psnr) ? `${psnr.toFixed(2)} dB` : 'equal'
}

/**
 * A contact sheet as PNG: picture, reconstruction and their difference for the shown samples of each bucket, of the
 * largest ones if there are many.
 */
export async function drawComparison({ vae, buckets: all }: Comparison, place: string): Promise<Buffer> {
  const largest = new Set([...all].sort((a, b) => b.latents - a.latents).slice(0, MOST_BUCKETS))
  const buckets = all.filter((bucket) => largest.has(bucket))
  const svg: string[] = []
  const overlays: OverlayOptions[] = []
  const wide = { width: WIDTH - 2 * MARGIN }
  let y = MARGIN + 20
  svg.push(textAt(MARGIN, y, place, { size: 20, weight: 'bold', ...wide }))
  const notes = [
    `Latents of ${vae.id}, decoded again. Picture, reconstruction, difference (absolute, ${AMPLIFIED} times amplified).`,
    `Scaled to fit; PSNR is that of the whole picture.${buckets.length < all.length ? ` The ${MOST_BUCKETS} largest of ${all.length} buckets.` : ''}`,
  ]
  for (const note of notes) {
    y += 20
    svg.push(textAt(MARGIN, y, note, { size: 13, color: QUIET, ...wide }))
  }
  y += 16
  for (const { bucket, shown } of buckets) {
    y += HEADING
    svg.push(textAt(MARGIN, y - 8, bucket, { size: 16, weight: 'bold', ...wide }))
    for (let at = 0; at < shown.length; at += COLUMNS) {
      const row = shown.slice(at, at + COLUMNS)
      const below = y + Math.max(...row.map(({ size }) => fitted(size).height))
      for (const [column, each] of row.entries()) {
        const x = MARGIN + column * (TRIPLE + 3 * GAP)
        overlays.push(...(await triple(each, x, y)))
        const line = `${each.key}   ${decibels(each.psnr)}`
        svg.push(textAt(x, below + 17, line, { size: 12, width: TRIPLE }))
      }
      y = below + CAPTION + GAP
    }
  }
  const height = y + MARGIN
  const ground = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="DejaVu Sans, sans-serif"><rect width="100%" height="100%" fill="#ffffff"/>`
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-latents-'))
  try {
    await useOwnFont(scratch)
    const sheet = sharp(Buffer.from(`${ground}${svg.join('')}</svg>`), { limitInputPixels: false })
    return await sheet.composite(overlays).png().toBuffer()
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const QUIET = '#6b6b76'

/** The size on the sheet: nothing is scaled up. */
function fitted({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, THUMB / Math.max(width, height))
  const side = (length: number): number => Math.max(1, Math.round(length * scale))
  return { width: side(width), height: side(height) }
}

async function triple(
  { picture, decoded, size }: Reconstruction,
  x: number,
  top: number,
): Promise<readonly OverlayOptions[]> {
  const difference = picture.map((level, at) =>
    Math.min(255, AMPLIFIED * Math.abs(level - (decoded[at] ?? 0))),
  )
  const { width, height } = fitted(size)
  return Promise.all(
    [picture, decoded, difference].map(async (rgb, column) => {
      const small = sharp(rgb, { raw: { ...size, channels: 3 } }).resize(width, height, { fit: 'fill' })
      return { input: await small.png().toBuffer(), left: x + column * (width + GAP), top }
    }),
  )
}
