import sharp from 'sharp'
import { createRandom, itemAt, type Random } from '../demo/seeded-random.js'
import { namedObjects, planCaption, writeCaption } from './caption-scene.js'
import { drawScene } from './draw-scene.js'
import { genericCaption } from './generic-caption.js'
import {
  changeOneObject,
  planScene,
  RELATIONS,
  type Scene,
  type SceneColour,
  type SceneObject,
  type SceneShape,
  swapObjects,
} from './scene.js'

/** Side of a training image, px; the `size` of the model's manifest. */
export const TRAINING_SIDE = 64

export interface ShownObject {
  readonly shape: SceneShape
  readonly colour: SceneColour
}

/** One line of the training set, beside its image. A caption that would be no different is empty. */
export interface TrainingRow {
  /** Rows that differ in one thing; every caption of a family is false of its other images. */
  readonly family: number
  readonly caption: string
  /** The caption with one colour or shape changed. */
  readonly changed: string
  /** The caption with the colours of two objects swapped. */
  readonly swapped: string
  /** The caption with the objects' places swapped. */
  readonly moved: string
  /** A text that describes nothing. */
  readonly generic: string
  /** Colour and shape of every object of the image. */
  readonly shows: readonly ShownObject[]
  /** What the caption says of the objects it names. */
  readonly names: readonly { readonly shape: SceneShape; readonly colour: SceneColour | null }[]
  readonly light: boolean
}

export interface TrainingSample {
  readonly row: TrainingRow
  readonly scene: Scene
}

/**
 * Plans samples without end. Most scenes come with a look-alike: the colours of two objects swapped, or one object
 * changed, or the places swapped, so that a batch holds images that differ in one thing.
 */
export function* planSamples(random: Random): Generator<TrainingSample> {
  for (let family = 0; ; family += 1) {
    const scene = planScene(random, { objects: random.chance(0.65) ? 2 : 1 })
    const first = planRow(scene, family, random)
    yield { row: first, scene }
    if (first.light) continue
    const likeness = likenessOf(scene, first, random)
    const second = planRow(likeness, family, random)
    // A light caption may be true of both images, and so may one that says nothing of places.
    const distinct = !second.light && (likeness.relation === scene.relation || second.moved !== '')
    if (distinct) yield { row: second, scene: likeness }
  }
}

function likenessOf(scene: Scene, { moved }: TrainingRow, random: Random): Scene {
  const kind = random.float()
  if (scene.objects.length === 1 || kind > 0.7) return changeOneObject(scene, random)
  return kind < 0.55 || moved === '' ? swapObjects(scene) : moveObjects(scene)
}

function planRow(scene: Scene, family: number, random: Random): TrainingRow {
  const plan = planCaption(random)
  const caption = writeCaption(scene, plan)
  const paired = scene.objects.length === 2
  const swapped = paired ? writeCaption(swapObjects(scene), plan) : ''
  const moved = paired ? writeCaption(moveObjects(scene), plan) : ''
  let changed = caption
  // A light caption may not name what was changed.
  while (changed === caption) changed = writeCaption(changeOneObject(scene, random), plan)
  return {
    family,
    caption,
    changed,
    // With one object named, the swap would only change a colour.
    swapped: plan.light === null && swapped !== caption ? swapped : '',
    moved: moved === caption ? '' : moved,
    generic: genericCaption(random),
    shows: scene.objects.map(({ shape, colour }) => ({ shape, colour })),
    names: namedObjects(scene, plan).map((place) => {
      const { shape, colour } = itemAt<SceneObject>(scene.objects, place)
      return { shape, colour: plan.light === 'shape' ? null : colour }
    }),
    light: plan.light !== null,
  }
}

function moveObjects(scene: Scene): Scene {
  if (scene.relation === null) return scene
  const opposite = RELATIONS.indexOf(scene.relation) ^ 1
  return { ...scene, relation: RELATIONS[opposite] ?? scene.relation }
}

/**
 * The image of a scene as the model sees it: drawn at a chance size of 72 to 260 px and aspect ratio, stored as JPEG
 * of quality 75 to 95, read back, and squashed to 64×64 by an antialiased bicubic filter. RGB8, row by row.
 */
export async function drawTrainingImage(scene: Scene, seed: string): Promise<Buffer> {
  const random = createRandom(seed)
  const ratio = 1.9 ** (random.float() * 2 - 1)
  const [across, down] = [Math.min(1, ratio), Math.min(1, 1 / ratio)]
  const long = 72 / Math.min(across, down) + random.float() ** 2 * 116
  const [width, height] = [Math.round(long * across), Math.round(long * down)]
  const pixels = drawScene(scene, width, height, random)
  const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: random.between(75, 95) })
    .toBuffer()
  return sharp(jpeg)
    .resize(TRAINING_SIDE, TRAINING_SIDE, { fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false })
    .raw()
    .toBuffer()
}
