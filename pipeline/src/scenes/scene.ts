import { itemAt, type Random } from '../demo/seeded-random.js'

export const SCENE_SHAPES = [
  'circle',
  'square',
  'triangle',
  'star',
  'ring',
  'cross',
  'heart',
  'diamond',
  'crescent',
  'arrow',
  'pentagon',
  'bolt',
] as const
export type SceneShape = (typeof SCENE_SHAPES)[number]

export const SCENE_COLOURS = [
  'red',
  'orange',
  'yellow',
  'lime',
  'green',
  'cyan',
  'blue',
  'purple',
  'pink',
  'brown',
] as const
export type SceneColour = (typeof SCENE_COLOURS)[number]

/** Never a colour of an object, so that a word for one is no word for the other. */
export const GROUND_COLOURS = ['black', 'white', 'gray', 'beige'] as const
export type GroundColour = (typeof GROUND_COLOURS)[number]

export const SCENE_TEXTURES = ['plain', 'gradient', 'stripes', 'dots', 'checks'] as const
export type SceneTexture = (typeof SCENE_TEXTURES)[number]

export const SCENE_SIZES = ['small', 'medium', 'large'] as const
export type SceneSize = (typeof SCENE_SIZES)[number]

export const RELATIONS = ['left of', 'right of', 'above', 'below'] as const
export type Relation = (typeof RELATIONS)[number]

export interface SceneObject {
  readonly shape: SceneShape
  readonly colour: SceneColour
  readonly size: SceneSize
}

/** What a picture shows. Two objects never share a colour or a shape. */
export interface Scene {
  readonly objects: readonly [SceneObject] | readonly [SceneObject, SceneObject]
  /** Where object 0 is, seen from object 1; null if and only if there is one object. */
  readonly relation: Relation | null
  readonly ground: GroundColour
  readonly texture: SceneTexture
}

/** Makes up a scene of one or two objects; half of the scenes have two where `objects` does not say. */
export function planScene(random: Random, { objects }: { readonly objects?: 1 | 2 } = {}): Scene {
  const count = objects ?? (random.chance(0.5) ? 2 : 1)
  const first = planObject(random, [])
  const second = planObject(random, [first])
  const relation = random.pick(RELATIONS)
  const ground = random.pick(GROUND_COLOURS)
  const texture = random.pick(SCENE_TEXTURES)
  return count === 1
    ? { objects: [first], relation: null, ground, texture }
    : { objects: [first, second], relation, ground, texture }
}

/** The same scene with another colour or another shape of one object, one that no object of the scene has. */
export function changeOneObject(scene: Scene, random: Random): Scene {
  const place = random.int(scene.objects.length)
  const object = itemAt<SceneObject>(scene.objects, place)
  const changed: SceneObject = random.chance(0.5)
    ? { ...object, colour: newColour(random, scene.objects) }
    : { ...object, shape: newShape(random, scene.objects) }
  const [first, second] = scene.objects
  if (second === undefined) return { ...scene, objects: [changed] }
  return { ...scene, objects: place === 0 ? [changed, second] : [first, changed] }
}

/**
 * The same scene with the colours of its two objects swapped: a red circle and a blue square become a blue circle
 * and a red square. Every word of a caption stays; only what belongs to what changes.
 * @throws RangeError if the scene has one object
 */
export function swapObjects(scene: Scene): Scene {
  const [first, second] = scene.objects
  if (second === undefined) throw new RangeError('Expected a scene of two objects for swapObjects, got one')
  return {
    ...scene,
    objects: [
      { ...first, colour: second.colour },
      { ...second, colour: first.colour },
    ],
  }
}

function planObject(random: Random, others: readonly SceneObject[]): SceneObject {
  return {
    shape: newShape(random, others),
    colour: newColour(random, others),
    size: random.pick(SCENE_SIZES),
  }
}

function newShape(random: Random, others: readonly SceneObject[]): SceneShape {
  return random.pick(SCENE_SHAPES.filter((shape) => others.every((other) => other.shape !== shape)))
}

function newColour(random: Random, others: readonly SceneObject[]): SceneColour {
  return random.pick(SCENE_COLOURS.filter((colour) => others.every((other) => other.colour !== colour)))
}
