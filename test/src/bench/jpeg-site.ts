import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { drawScene } from '@warc2dataset/pipeline/scenes/draw-scene'
import { planScene } from '@warc2dataset/pipeline/scenes/scene'
import sharp from 'sharp'

export interface JpegSite {
  /** For fetch.resolve: the hosts of `urlOf`. */
  readonly resolve: Readonly<Record<string, string>>
  /** Any number from 0; some have the same picture. */
  readonly urlOf: (index: number) => string
  readonly close: () => Promise<void>
}

const DISTINCT = 64
const HOSTS = 50

/** A loopback site in this process, of pictures with given sides, px. */
export async function openJpegSite(width: number, height: number): Promise<JpegSite> {
  const random = createRandom('jpeg-site')
  const pictures = await Promise.all(
    Array.from({ length: DISTINCT }, () => drawScene(planScene(random), width, height, random)).map(
      (pixels) =>
        sharp(pixels, { raw: { width, height, channels: 3 } })
          .jpeg({ quality: 85 })
          .toBuffer(),
    ),
  )
  return serveJpegs(pictures)
}

/** Serves each picture under as many URLs as are asked for, spread over hosts; urlOf(i) is picture i modulo their number. */
export async function serveJpegs(pictures: readonly Buffer[]): Promise<JpegSite> {
  const server = createServer(({ url = '' }, response) => {
    const jpeg = pictures[Number(/(\d+)\.jpg$/.exec(url)?.[1] ?? -1) % pictures.length]
    if (jpeg === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const hostOf = (index: number): string => `img.site${index % HOSTS}.example`
  return {
    resolve: Object.fromEntries(
      Array.from({ length: HOSTS }, (_, host) => [hostOf(host), `127.0.0.1:${port}`]),
    ),
    urlOf: (index) => `https://${hostOf(index)}/${index}.jpg`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
