import type { GroundColour, Relation, SceneColour, SceneShape, SceneSize, SceneTexture } from './scene.js'

type Choices = readonly [string, ...string[]]

/** Synonyms of each thing a caption may name; the first is the plain word. A repeated word is the likelier one. */
export const COLOUR_WORDS: Readonly<Record<SceneColour, Choices>> = {
  red: ['red', 'red', 'scarlet'],
  orange: ['orange'],
  yellow: ['yellow'],
  lime: ['lime'],
  green: ['green'],
  cyan: ['cyan', 'turquoise'],
  blue: ['blue'],
  purple: ['purple', 'purple', 'violet'],
  pink: ['pink', 'pink', 'rose'],
  brown: ['brown'],
}

export const SHAPE_WORDS: Readonly<Record<SceneShape, Choices>> = {
  circle: ['circle', 'circle', 'disc'],
  square: ['square', 'square', 'box'],
  triangle: ['triangle'],
  star: ['star'],
  ring: ['ring', 'ring', 'hoop'],
  cross: ['cross', 'cross', 'plus'],
  heart: ['heart'],
  diamond: ['diamond', 'diamond', 'rhombus'],
  crescent: ['crescent', 'crescent', 'moon'],
  arrow: ['arrow'],
  pentagon: ['pentagon'],
  bolt: ['bolt', 'lightning bolt'],
}

export const GROUND_WORDS: Readonly<Record<GroundColour, Choices>> = {
  black: ['black'],
  white: ['white'],
  gray: ['gray', 'grey'],
  beige: ['beige', 'beige', 'cream'],
}

/** Null: a caption never names it. */
export const TEXTURE_WORDS: Readonly<Record<SceneTexture, Choices | null>> = {
  plain: ['plain'],
  gradient: null,
  stripes: ['striped'],
  dots: ['dotted', 'spotted'],
  checks: ['checked', 'checkered'],
}

export const SIZE_WORDS: Readonly<Record<SceneSize, Choices | null>> = {
  small: ['small', 'little'],
  medium: null,
  large: ['large', 'big'],
}

export const RELATION_WORDS: Readonly<Record<Relation, Choices>> = {
  'left of': ['left of', 'to the left of', 'on the left of'],
  'right of': ['right of', 'to the right of', 'on the right of'],
  above: ['above', 'over', 'on top of'],
  below: ['below', 'under', 'beneath'],
}

/** Joins two objects and says nothing of where they are. */
export const JOINING_WORDS: Choices = ['and', 'and', 'next to', 'beside', 'with']

export const BACKGROUND_WORDS: Choices = ['background', 'backdrop']

export const ON_WORDS: Choices = ['on', 'on', 'against']

export const OPENINGS: Choices = [
  '',
  '',
  '',
  'a photo of ',
  'a picture of ',
  'an image of ',
  'a drawing of ',
  'an illustration of ',
  'a simple graphic with ',
  'this picture shows ',
]

export const PAIR_OPENINGS: Choices = ['', '', 'two shapes: ', 'two objects: ', 'there are ', 'you see ']
