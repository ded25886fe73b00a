import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

/** From memory only: no loader that reads a path stays open. */
const loaders = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer']

const svgCanary = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')

/** 1×1 pixel. */
const gifCanary = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/**
 * Leaves this process only the five loaders, no cache and one thread a picture. Irreversible by intent: call it
 * in a decoder child, not in a process that uses sharp for other things.
 */
export function restrictSharp(): void {
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: loaders.map((name) => `VipsForeignLoad${name}`) })
}

/**
 * Proves on live pictures that the restriction holds (an update of libvips may rename a loader). Throws if SVG
 * or a path is read, or if an allowed picture is not.
 */
export async function checkLoaders(): Promise<void> {
  if (!(await loads(gifCanary))) throw new Error('Expected the decoder to load a GIF, got a refusal')
  if (await loads(svgCanary)) throw new Error('Expected the decoder to refuse SVG, got a picture')
  const path = fileURLToPath(import.meta.url)
  const reason = await refusal(path)
  if (reason === undefined || !/unsupported image format/i.test(reason)) {
    throw new Error(`Expected the decoder to have no loader for paths, got ${reason ?? 'a picture'}`)
  }
}

async function loads(input: Buffer): Promise<boolean> {
  return (await refusal(input)) === undefined
}

async function refusal(input: Buffer | string): Promise<string | undefined> {
  return sharp(input)
    .raw()
    .toBuffer()
    .then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
}
