import { type Random, randomBytes } from '../demo/seeded-random.js'
import { chooseGroundPattern } from './ground-pattern.js'
import { RGB, type Rgb } from './palette.js'
import { type PlacedObject, placeObjects } from './place-objects.js'
import type { Scene } from './scene.js'
import { OUTLINES } from './shape-outlines.js'

/** Points per pixel and direction: edges have five shades. */
const POINTS = [-0.25, 0.25] as const

/**
 * Draws a scene: RGB, 8 bits, row by row from the top, width × height × 3 bytes. Places, sizes, turns, shades and
 * grain are the caller's `random`; what the scene says (colours, shapes, relation) never changes.
 * @throws RangeError for sides below 16 or above 4096 px, or one side more than twice the other
 */
export function drawScene(scene: Scene, width: number, height: number, random: Random): Buffer {
  checkSides(width, height)
  const pixels = paintGround(scene, width, height, random)
  for (const placed of placeObjects(scene, width, height, random)) {
    paintObject(pixels, width, height, placed, random)
  }
  addGrain(pixels, width, random)
  return pixels
}

function checkSides(width: number, height: number): void {
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  const whole = Number.isInteger(width) && Number.isInteger(height)
  if (!whole || short < 16 || long > 4096 || long > short * 2) {
    throw new RangeError(
      `Expected sides of 16 to 4096 px, none over twice the other, for drawScene, got ${width}×${height}`,
    )
  }
}

function paintGround(scene: Scene, width: number, height: number, random: Random): Buffer {
  const pixels = Buffer.allocUnsafe(width * height * 3)
  const ground = varyColour(RGB[scene.ground], 8, random)
  const pattern = chooseGroundPattern(scene.texture, Math.min(width, height), random)
  let at = 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const change = pattern(x, y)
      pixels[at] = clampByte(ground[0] + change)
      pixels[at + 1] = clampByte(ground[1] + change)
      pixels[at + 2] = clampByte(ground[2] + change)
      at += 3
    }
  }
  return pixels
}

function paintObject(
  pixels: Buffer,
  width: number,
  height: number,
  placed: PlacedObject,
  random: Random,
): void {
  const { object, radius } = placed
  const [red, green, blue] = varyColour(RGB[object.colour], 12, random)
  const shade = (random.float() * 2 - 1) * 18
  const mirror = random.chance(0.5) ? -1 : 1
  const outline = OUTLINES[object.shape]
  const [cos, sin] = [Math.cos(placed.angle) / radius, Math.sin(placed.angle) / radius]
  const reach = radius * 1.25
  const right = Math.min(width - 1, Math.ceil(placed.x + reach))
  const bottom = Math.min(height - 1, Math.ceil(placed.y + reach))
  for (let y = Math.max(0, Math.floor(placed.y - reach)); y <= bottom; y += 1) {
    const light = ((y - placed.y) / radius) * shade
    for (let x = Math.max(0, Math.floor(placed.x - reach)); x <= right; x += 1) {
      let inside = 0
      for (const pointY of POINTS) {
        const dy = y + pointY - placed.y
        for (const pointX of POINTS) {
          const dx = x + pointX - placed.x
          if (outline((dx * cos + dy * sin) * mirror, dy * cos - dx * sin)) inside += 1
        }
      }
      if (inside > 0)
        blend(pixels, (y * width + x) * 3, [red + light, green + light, blue + light], inside / 4)
    }
  }
}

function blend(pixels: Buffer, at: number, colour: Rgb, share: number): void {
  for (const [channel, value] of colour.entries()) {
    const below = pixels[at + channel] ?? 0
    pixels[at + channel] = clampByte(below + (value - below) * share)
  }
}

function addGrain(pixels: Buffer, width: number, random: Random): void {
  const noise = randomBytes(random, 4096)
  const strength = random.float() * 14
  for (let at = 0; at < pixels.length; at += 3) {
    const pixel = at / 3
    // 797 shares no factor with 4096: the grain moves from row to row and shows no pattern.
    const level = noise[(pixel + Math.floor(pixel / width) * 797) & 4095] ?? 128
    const change = ((level - 128) / 128) * strength
    for (let channel = at; channel < at + 3; channel += 1) {
      pixels[channel] = clampByte((pixels[channel] ?? 0) + change)
    }
  }
}

function varyColour([red, green, blue]: Rgb, most: number, random: Random): Rgb {
  const vary = (level: number): number => level + random.between(-most, most)
  return [vary(red), vary(green), vary(blue)]
}

function clampByte(value: number): number {
  return Math.max(0, Math.min(Math.round(value), 255))
}
