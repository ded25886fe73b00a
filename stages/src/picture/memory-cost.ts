import { plannedSize, type ResizePlan } from '../resize/resize-plan.js'
import { childBaseBytes } from './picture-limits.js'
import type { PictureFormat } from './sniff-format.js'

/** What a header says that decides the memory of a decode. */
export interface PictureHeader {
  readonly format: PictureFormat
  readonly pixels: number
  readonly channels: number
  /** 1 or 2. */
  readonly bytesPerSample: number
  /** Progressive JPEG or interlaced PNG: the whole picture is held before the first row is out. */
  readonly progressive: boolean
  readonly hasAlpha: boolean
  /** EXIF orientation 2–8: rows cannot be streamed, the decoded picture is held. */
  readonly turned: boolean
  readonly frames: number
}

/**
 * Data segment in bytes that a child needs for the picture, its file of `fileBytes` included. Upper estimates
 * from the lowest `ulimit -d` under which pictures of 9 and 39.7 MP decode (bytes a pixel above the 110 MiB of a
 * small one: jpeg 0.6, progressive 2.9; turned by EXIF + 3; png 2.1, interlaced 2.7, interlaced RGBA16 14; gif
 * 4.5; webp 15.2, with alpha 18.4; avif 18.4). That is address space, so webp costs more than its resident 7.5.
 * RLIMIT_DATA is the backstop for headers that lie.
 */
export function decodeCost(header: PictureHeader, fileBytes: number): number {
  const decoded = header.channels * header.bytesPerSample
  const turn = header.turned ? decoded : 0
  return childBaseBytes + 2 * fileBytes + header.pixels * (bytesPerPixel(header, decoded) + turn)
}

/** Of a pixel that is encoded: RGB twice (before and after it is put on white), luma, coefficients, and the JPEG. */
const encodedBytesPerPixel = 20

/**
 * Data segment in bytes that a child needs to bring the picture to its stored size, too. Decoder and encoder do not run
 * at once; between them stands the picture at its new size, of four channels at most.
 */
export function storeCost(header: PictureHeader, fileBytes: number, plan: ResizePlan): number {
  const stored = plannedSize(plan)
  const resizedPixels = plan.resized.width * plan.resized.height
  const decode = decodeCost(header, fileBytes) + 4 * resizedPixels
  const encode = childBaseBytes + 2 * fileBytes + encodedBytesPerPixel * stored.width * stored.height
  return Math.max(decode, encode)
}

function bytesPerPixel(header: PictureHeader, decoded: number): number {
  switch (header.format) {
    case 'jpeg':
      return header.progressive ? 4 : 1
    case 'png':
      return header.progressive ? 2 * decoded + 4 : 4
    case 'webp':
      return header.frames > 1 || header.hasAlpha ? 19 : 16
    case 'gif':
      return 6
    case 'avif':
      return 20
  }
}
