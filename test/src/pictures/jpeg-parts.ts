/** A marker segment with its length. */
export function jpegSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** The file with these segments after its first marker. */
export function withSegments(jpeg: Buffer, ...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** An ICC profile in APP2, in as many segments as it needs (ICC.1:2022, annex B.4). */
export function jpegProfile(profile: Buffer): Buffer {
  const most = 65_519
  const count = Math.ceil(profile.length / most)
  const parts = Array.from({ length: count }, (_, i) => {
    const head = Buffer.from(`ICC_PROFILE\0${String.fromCharCode(i + 1, count)}`, 'latin1')
    return jpegSegment(0xe2, Buffer.concat([head, profile.subarray(i * most, (i + 1) * most)]))
  })
  return Buffer.concat(parts)
}

/** APP1 of a TIFF block. */
export function jpegExif(tiff: Buffer): Buffer {
  return jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]))
}

/** A TIFF block that says the orientation and nothing else (EXIF 3.0, 4.6.5), in either byte order. */
export function exifOrientation(orientation: number, order: 'II' | 'MM'): Buffer {
  const little = order === 'II'
  const tiff = Buffer.alloc(26)
  const put16 = (value: number, at: number) =>
    little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at)
  const put32 = (value: number, at: number) =>
    little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at)
  tiff.write(order, 'latin1')
  put16(42, 2)
  put32(8, 4)
  put16(1, 8)
  put16(0x0112, 10)
  put16(3, 12)
  put32(1, 14)
  put16(orientation, 18)
  return tiff
}

/** Without the segments of this marker; those before the first scan only. */
export function withoutSegments(jpeg: Buffer, marker: number): Buffer {
  const kept = [jpeg.subarray(0, 2)]
  let at = 2
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2)
    if (jpeg[at + 1] !== marker) kept.push(jpeg.subarray(at, end))
    at = end
  }
  return Buffer.concat([...kept, jpeg.subarray(at)])
}
