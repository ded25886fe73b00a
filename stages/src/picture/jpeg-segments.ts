/** Bytes of the file, or bytes that replace them. */
type Piece = Buffer

/** What the marker segments of a JPEG say, and the picture without its metadata. */
export interface JpegSegments {
  /** SOF marker: 0xc0 baseline, 0xc1 extended, 0xc2 progressive. */
  readonly frame: number
  /** Bits a sample. */
  readonly precision: number
  /** Size in the frame header, px, before any turn; 0 to 65,535. */
  readonly width: number
  readonly height: number
  /** Component identifiers in the order of the frame header. */
  readonly componentIds: readonly number[]
  readonly jfif: boolean
  /** Colour transform of the Adobe segment, 0–255; undefined without one. */
  readonly adobeTransform: number | undefined
  /** The embedded profile; null if there are pieces of one that do not fit together; undefined if there is none. */
  readonly icc: Buffer | null | undefined
  /** SOI to EOI without metadata; not yet proven to decode. */
  readonly pieces: readonly Piece[]
}

interface Walk {
  readonly pieces: Piece[]
  readonly icc: { readonly number: number; readonly count: number; readonly data: Buffer }[]
  frame: Buffer | undefined
  frameMarker: number
  jfif: boolean
  adobeTransform: number | undefined
}

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda

/**
 * Walks a JPEG from SOI to its first EOI, through the entropy-coded data of every scan. Tables, frame and scans
 * are kept as they are; APP0 is cut to the plain JFIF header (its thumbnail may show what was cropped away),
 * APP14 to the Adobe header (it decides the colour transform); every other APPn and COM goes, and so does
 * everything after EOI. Returns the reason as text if the file is not this regular (fill between segments other
 * than 0xff, no EOI, two frames, unknown markers): such a file must be re-encoded.
 */
export function readJpegSegments(bytes: Buffer): JpegSegments | string {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== SOI) return 'no SOI'
  const walk: Walk = {
    pieces: [bytes.subarray(0, 2)],
    icc: [],
    frame: undefined,
    frameMarker: 0,
    jfif: false,
    adobeTransform: undefined,
  }
  let at = 2
  for (;;) {
    if (bytes[at] !== 0xff) return 'bytes between segments'
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1]
    if (marker === undefined) return 'no EOI'
    if (marker === EOI) return finish(walk, bytes.subarray(at, at + 2))
    if (at + 4 > bytes.length) return 'no EOI'
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end < at + 4 || end > bytes.length) return 'segment beyond the end'
    const problem = takeSegment(walk, marker, bytes.subarray(at, end))
    if (problem !== undefined) return problem
    at = end
    if (marker !== SOS) continue
    const scanEnd = findScanEnd(bytes, end)
    walk.pieces.push(bytes.subarray(end, scanEnd))
    at = scanEnd
  }
}

/** Index of the marker that ends the entropy-coded data: stuffed zeros, restarts and fill bytes belong to it. */
function findScanEnd(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start)
  while (at !== -1 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2)
  }
  return bytes.length
}

function takeSegment(walk: Walk, marker: number, segment: Buffer): string | undefined {
  if (marker >= 0xe0 && marker <= 0xef) {
    takeApplication(walk, marker, segment)
    return undefined
  }
  switch (marker) {
    case 0xfe:
      return undefined
    case 0xc0:
    case 0xc1:
    case 0xc2: {
      if (walk.frame !== undefined) return 'two frames'
      if (segment.length < 10 || segment.length !== 10 + 3 * (segment[9] ?? 0)) return 'bad frame header'
      walk.frame = segment
      walk.frameMarker = marker
      break
    }
    case 0xc4:
    case 0xdb:
    case 0xdd:
      break
    case SOS:
      if (walk.frame === undefined) return 'scan before frame'
      break
    default:
      return `marker 0x${marker.toString(16)}`
  }
  walk.pieces.push(segment)
  return undefined
}

const jfifThumbnailAt = 16

function takeApplication(walk: Walk, marker: number, segment: Buffer): void {
  const is = (tag: string) => segment.toString('latin1', 4, 4 + tag.length) === tag
  if (marker === 0xe0 && is('JFIF\0') && segment.length >= 18 && !walk.jfif) {
    walk.jfif = true
    const plain = Buffer.from(segment.subarray(0, 18))
    plain.writeUInt16BE(16, 2)
    plain.fill(0, jfifThumbnailAt)
    walk.pieces.push(plain)
  }
  if (marker === 0xee && is('Adobe') && segment.length >= 16) {
    walk.adobeTransform = segment[15]
    const plain = Buffer.from(segment.subarray(0, 16))
    plain.writeUInt16BE(14, 2)
    walk.pieces.push(plain)
  }
  if (marker === 0xe2 && is('ICC_PROFILE\0') && segment.length >= 18) {
    walk.icc.push({ number: segment[16] ?? 0, count: segment[17] ?? 0, data: segment.subarray(18) })
  }
}

function finish(walk: Walk, eoi: Buffer): JpegSegments | string {
  if (walk.frame === undefined) return 'no frame'
  const frame = walk.frame
  const componentIds: number[] = []
  for (let at = 10; at < frame.length; at += 3) componentIds.push(frame[at] ?? 0)
  return {
    frame: walk.frameMarker,
    precision: frame[4] ?? 0,
    width: frame.readUInt16BE(7),
    height: frame.readUInt16BE(5),
    componentIds,
    jfif: walk.jfif,
    adobeTransform: walk.adobeTransform,
    icc: joinIcc(walk.icc),
    pieces: [...walk.pieces, eoi],
  }
}

function joinIcc(parts: Walk['icc']): Buffer | null | undefined {
  if (parts.length === 0) return undefined
  const sorted = parts.toSorted((a, b) => a.number - b.number)
  const whole = sorted.every((part, i) => part.number === i + 1 && part.count === parts.length)
  return whole ? Buffer.concat(sorted.map((part) => part.data)) : null
}
