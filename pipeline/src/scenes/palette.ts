import type { GroundColour, SceneColour } from './scene.js'

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** What the colour words look like, far apart so that neither jitter nor JPEG turns one into another. */
export const RGB: Readonly<Record<SceneColour | GroundColour, Rgb>> = {
  red: [212, 28, 36],
  orange: [245, 130, 20],
  yellow: [248, 218, 40],
  lime: [150, 225, 50],
  green: [25, 125, 55],
  cyan: [45, 195, 215],
  blue: [35, 65, 205],
  purple: [122, 40, 160],
  pink: [245, 125, 185],
  brown: [120, 70, 32],
  black: [24, 24, 28],
  white: [242, 242, 240],
  gray: [140, 140, 145],
  beige: [222, 205, 172],
}
