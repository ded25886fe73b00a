import type { Random } from '../demo/seeded-random.js'
import { type CaptionPlan, planCaption, writeCaption } from '../scenes/caption-scene.js'
import { changeOneObject, type Scene, swapObjects } from '../scenes/scene.js'

/** A caption that is false of the scene: one colour or shape is another. */
export function falseCaption(scene: Scene, random: Random): string {
  const plan = planCaption(random)
  const truth = writeCaption(scene, plan)
  for (;;) {
    const caption = writeCaption(changeOneObject(scene, random), plan)
    // A light caption may not name what was changed, and then it is still true.
    if (caption !== truth) return caption
  }
}

/** A caption of a scene of two objects with their colours swapped; it names both. */
export function swappedCaption(scene: Scene, random: Random): string {
  const plan: CaptionPlan = { ...planCaption(random), light: null }
  return writeCaption(swapObjects(scene), plan)
}

const FILE_NAMES: readonly ((number: number) => string)[] = [
  (number) => `IMG_${String(number).padStart(4, '0')}.jpg`,
  (number) => `DSC${String(number).padStart(5, '0')}.JPG`,
  (number) => `image${number % 10}.png`,
  (number) => `Screenshot 2026-03-${String(10 + (number % 20))} at 10.${String(10 + (number % 50))}.png`,
]

const PHRASES: readonly string[] = [
  'image',
  'Image',
  'photo',
  'picture',
  'logo',
  'banner',
  'thumbnail',
  'untitled',
  'placeholder',
  'featured image',
  'a picture',
  'a photo',
  'an image',
  'an illustration',
  'photo of the day',
  'click to enlarge',
  'image not available',
  'read more',
  'background',
  'two objects',
]

/** A text that says nothing of any picture: a file name, a number, a word for all pictures. */
export function genericText(random: Random): string {
  return random.chance(0.4) ? random.pick(FILE_NAMES)(random.between(1, 9999)) : random.pick(PHRASES)
}
