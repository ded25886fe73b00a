import type { Random } from '../demo/seeded-random.js'
import type { SceneTexture } from './scene.js'

/** How much brighter (levels of 255) the ground is at a pixel. */
export type GroundPattern = (x: number, y: number) => number

/** Chooses the period, direction and strength of a texture for a picture whose short side is `unit` px. */
export function chooseGroundPattern(texture: SceneTexture, unit: number, random: Random): GroundPattern {
  const depth = (14 + random.float() * 12) * (random.chance(0.5) ? 1 : -1)
  const period = unit * (0.1 + random.float() * 0.12)
  const angle = random.float() * Math.PI
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  if (texture === 'plain') return () => 0
  if (texture === 'gradient') return (x, y) => ((x * cos + y * sin) / unit) * depth * 1.5
  if (texture === 'stripes') return (x, y) => (wave(x * cos + y * sin, period) < 0.5 ? depth : 0)
  if (texture === 'checks')
    return (x, y) => (wave(x, period * 2) < 0.5 === wave(y, period * 2) < 0.5 ? depth : 0)
  return (x, y) => {
    const [dx, dy] = [wave(x, period) - 0.5, wave(y, period) - 0.5]
    return dx * dx + dy * dy < 0.09 ? depth * 1.3 : 0
  }
}

function wave(position: number, period: number): number {
  const turns = position / period
  return turns - Math.floor(turns)
}
