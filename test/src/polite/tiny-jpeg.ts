import sharp from 'sharp'

/** A picture that costs next to nothing to decode. */
export function tinyJpeg(): Promise<Buffer> {
  const background = { r: 90, g: 120, b: 200 }
  return sharp({ create: { width: 48, height: 40, channels: 3, background } })
    .jpeg()
    .toBuffer()
}
