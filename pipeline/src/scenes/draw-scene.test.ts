import { describe, expect, it } from 'vitest'
import { createRandom } from '../demo/seeded-random.js'
import { drawScene } from './draw-scene.js'
import { RGB, type Rgb } from './palette.js'
import { planScene, type Scene } from './scene.js'

/** Pixels close to a colour: jitter, shade and grain move a level by less than 50. */
function share(pixels: Buffer, [red, green, blue]: Rgb): number {
  let close = 0
  for (let at = 0; at < pixels.length; at += 3) {
    const distances = [(pixels[at] ?? 0) - red, (pixels[at + 1] ?? 0) - green, (pixels[at + 2] ?? 0) - blue]
    if (distances.every((distance) => Math.abs(distance) < 50)) close += 1
  }
  return (close * 3) / pixels.length
}

/** Mean place of a colour, 0 to 1 across. */
function meanX(pixels: Buffer, width: number, colour: Rgb): number {
  let [sum, close] = [0, 0]
  for (let at = 0; at < pixels.length; at += 3) {
    if (share(pixels.subarray(at, at + 3), colour) === 0) continue
    sum += ((at / 3) % width) / width
    close += 1
  }
  return sum / close
}

describe('drawScene', () => {
  it.each([
    [128, 128],
    [100, 200],
    [200, 100],
  ])('shows every colour of its scenes at %i×%i', (width, height) => {
    const random = createRandom('draw')
    for (let round = 0; round < 40; round += 1) {
      const scene = planScene(random)
      const pixels = drawScene(scene, width, height, random)
      expect(pixels).toHaveLength(width * height * 3)
      expect(share(pixels, RGB[scene.ground])).toBeGreaterThan(0.25)
      for (const { colour } of scene.objects) expect(share(pixels, RGB[colour])).toBeGreaterThan(0.008)
    }
  })

  it('draws the same pixels for the same seed, and others for another', () => {
    const scene = planScene(createRandom('same'))
    const draw = (seed: string): Buffer => drawScene(scene, 90, 70, createRandom(seed))
    expect(draw('a').equals(draw('a'))).toBe(true)
    expect(draw('a').equals(draw('b'))).toBe(false)
  })

  it('puts the first object where the relation says', () => {
    const scene: Scene = {
      objects: [
        { shape: 'circle', colour: 'red', size: 'medium' },
        { shape: 'star', colour: 'blue', size: 'medium' },
      ],
      relation: 'right of',
      ground: 'white',
      texture: 'plain',
    }
    for (let round = 0; round < 10; round += 1) {
      const pixels = drawScene(scene, 96, 96, createRandom(`place/${round}`))
      expect(meanX(pixels, 96, RGB.red)).toBeGreaterThan(meanX(pixels, 96, RGB.blue) + 0.3)
    }
  })

  it.each([
    [10, 10],
    [100, 201],
    [64.5, 64],
  ])('refuses %d×%d', (width, height) => {
    const random = createRandom('sides')
    expect(() => drawScene(planScene(random), width, height, random)).toThrow('Expected sides')
  })
})
