import { iccIsSrgb } from './icc-is-srgb.js'
import { type JpegSegments, readJpegSegments } from './jpeg-segments.js'

/**
 * The same compressed picture without metadata, or undefined if it must be re-encoded: anything but an 8-bit
 * baseline or progressive JPEG of one component or YCbCr whose profile, if any, is sRGB. Size and orientation
 * are the caller's to judge. The result is not proven to decode.
 */
export function stripJpeg(bytes: Buffer): Buffer | undefined {
  const segments = readJpegSegments(bytes)
  if (typeof segments === 'string' || !isPlain(segments)) return undefined
  return Buffer.concat(segments.pieces)
}

function isPlain(segments: JpegSegments): boolean {
  const { frame, precision, componentIds, icc } = segments
  if ((frame !== 0xc0 && frame !== 0xc2) || precision !== 8) return false
  if (componentIds.length !== 1 && !isYcbcr(segments)) return false
  return icc === undefined || (icc !== null && iccIsSrgb(icc, componentIds.length))
}

/** Decoders guess the colours of other combinations, and not all guess alike. */
function isYcbcr({ componentIds, jfif, adobeTransform }: JpegSegments): boolean {
  if (componentIds.length !== 3) return false
  if (adobeTransform !== undefined) return adobeTransform === 1
  return jfif || componentIds.join() === '1,2,3'
}
