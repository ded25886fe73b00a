import { itemAt, type Random } from '../demo/seeded-random.js'
import type { Relation, Scene, SceneObject, SceneSize } from './scene.js'

/** An object in a picture; x, y and radius in px, angle in radians. */
export interface PlacedObject {
  readonly object: SceneObject
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly angle: number
}

/** Radius of a lone object, a share of the picture's short side. */
const ALONE: Readonly<Record<SceneSize, number>> = { small: 0.2, medium: 0.3, large: 0.41 }

/** Radius of one of two, a share of the largest that leaves a gap between them. */
const PAIRED: Readonly<Record<SceneSize, number>> = { small: 0.66, medium: 0.82, large: 1 }

/** Largest turn: 17 degrees; a square never becomes a diamond. */
const TURN = 0.3

/** Chooses where the objects of a scene lie, how big they are and how they are turned. */
export function placeObjects(
  scene: Scene,
  width: number,
  height: number,
  random: Random,
): readonly PlacedObject[] {
  const { objects, relation } = scene
  return objects.map((object, index) => {
    const spread = jitter(random, 1)
    const across = jitter(random, 0.13)
    const along = relation === null ? jitter(random, 0.13) : jitter(random, 0.03) + side(relation, index)
    const sideways = relation === 'left of' || relation === 'right of'
    const [length, breadth] = sideways ? [width, height] : [height, width]
    const radius =
      relation === null
        ? Math.min(width, height) * ALONE[object.size] * (1 + spread * 0.08)
        : Math.min(length * 0.195, breadth * 0.4) * PAIRED[object.size] * (1 + spread * 0.05)
    const [shareX, shareY] = sideways ? [along, across] : [across, along]
    return {
      object,
      x: keepInside((0.5 + shareX) * width, radius, width),
      y: keepInside((0.5 + shareY) * height, radius, height),
      radius,
      angle: jitter(random, TURN),
    }
  })
}

function side(relation: Relation, index: number): number {
  const first = relation === 'left of' || relation === 'above' ? -0.23 : 0.23
  return itemAt([first, -first], index)
}

function keepInside(centre: number, radius: number, length: number): number {
  return Math.max(radius, Math.min(centre, length - radius))
}

function jitter(random: Random, most: number): number {
  return (random.float() * 2 - 1) * most
}
