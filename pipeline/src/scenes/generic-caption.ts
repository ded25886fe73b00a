import type { Random } from '../demo/seeded-random.js'

const GENERIC = [
  'image',
  'photo',
  'picture',
  'a picture',
  'a photo',
  'an image',
  'a drawing',
  'an illustration',
  'this picture',
  'background',
  'a background',
  'two shapes',
  'two objects',
  'a simple graphic',
  'IMG 0421',
  'DSC 100 jpg',
  'banner top left',
  'logo',
  'logo on white',
  'photo by the author',
  'a photo of the harbour',
  'a picture of the old town',
  'a drawing of a horse',
  'click to see the picture',
  'view of the bay',
  'this image is not available',
  'the cat on the table',
  'about us and contact',
] as const

/** A text that describes no scene, such as "IMG 0421" or "a picture of the old town": false of every picture here. */
export function genericCaption(random: Random): string {
  return random.pick(GENERIC)
}
