/** Interleaved 8-bit pixels: 1 (gray) or 3 (RGB) channels. */
export interface RawPixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

/**
 * 8-bit gray, a byte a pixel: Rec. 601 luma in 16-bit fixed point, as `convert('L')` of Pillow has it. Gray pixels are
 * returned as they are. Throws a `RangeError` unless there are 1 or 3 channels and as many bytes as the size tells.
 */
export function lumaOf({ data, width, height, channels }: RawPixels): Uint8Array {
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`Expected 1 or 3 for channels, got ${channels}`)
  }
  const pixels = width * height
  if (!(pixels > 0) || data.length !== pixels * channels) {
    throw new RangeError(
      `Expected ${width} x ${height} x ${channels} bytes for data, and at least one, got ${data.length}`,
    )
  }
  if (channels === 1) return data
  const luma = new Uint8Array(pixels)
  for (let i = 0, at = 0; i < pixels; i++, at += 3) {
    const red = data[at] ?? 0
    const green = data[at + 1] ?? 0
    const blue = data[at + 2] ?? 0
    luma[i] = (red * 19_595 + green * 38_470 + blue * 7471 + 0x8000) >> 16
  }
  return luma
}
