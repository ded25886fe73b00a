import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { drawScene } from '@warc2dataset/pipeline/scenes/draw-scene'
import sharp from 'sharp'
import type { SitePlan } from './site-plan.js'

/** Draws every picture of a site as JPEG, 104 to 200 px on a side, by number. */
export function drawPictures({ scenes, seed }: SitePlan): Promise<readonly Buffer[]> {
  return Promise.all(
    scenes.map((scene, index) => {
      const random = createRandom(`site-picture/${seed}/${index}`)
      const [width, height] = [random.between(112, 200), random.between(104, 160)]
      const pixels = drawScene(scene, width, height, random)
      return sharp(pixels, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 85 })
        .toBuffer()
    }),
  )
}
