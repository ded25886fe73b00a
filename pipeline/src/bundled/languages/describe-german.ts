import type {
  GroundColour,
  Relation,
  Scene,
  SceneColour,
  SceneObject,
  SceneShape,
} from '../../scenes/scene.js'

const COLOURS: Readonly<Record<SceneColour, string>> = {
  red: 'rot',
  orange: 'orangefarben',
  yellow: 'gelb',
  lime: 'hellgrün',
  green: 'dunkelgrün',
  cyan: 'türkisfarben',
  blue: 'blau',
  purple: 'violett',
  pink: 'rosafarben',
  brown: 'braun',
}

const SHAPES: Readonly<Record<SceneShape, readonly [noun: string, gender: 'm' | 'f' | 'n']>> = {
  circle: ['Kreis', 'm'],
  square: ['Quadrat', 'n'],
  triangle: ['Dreieck', 'n'],
  star: ['Stern', 'm'],
  ring: ['Ring', 'm'],
  cross: ['Kreuz', 'n'],
  heart: ['Herz', 'n'],
  diamond: ['Raute', 'f'],
  crescent: ['Halbmond', 'm'],
  arrow: ['Pfeil', 'm'],
  pentagon: ['Fünfeck', 'n'],
  bolt: ['Blitz', 'm'],
}

const GROUNDS: Readonly<Record<GroundColour, string>> = {
  black: 'schwarzem',
  white: 'weißem',
  gray: 'grauem',
  beige: 'beigem',
}

const RELATIONS: Readonly<Record<Relation, string>> = {
  'left of': 'links von',
  'right of': 'rechts von',
  above: 'über',
  below: 'unter',
}

/** "ein roter Kreis links von einer blauen Raute auf grauem Grund". */
export function describeGerman({ objects, relation, ground }: Scene): string {
  const [first, second] = objects
  const beside = second === undefined || relation === null ? '' : ` ${RELATIONS[relation]} ${dative(second)}`
  return `${nominative(first)}${beside} auf ${GROUNDS[ground]} Grund`
}

function nominative({ colour, shape }: SceneObject): string {
  const [noun, gender] = SHAPES[shape]
  const ending = { m: 'er', f: 'e', n: 'es' }[gender]
  return `${gender === 'f' ? 'eine' : 'ein'} ${COLOURS[colour]}${ending} ${noun}`
}

function dative({ colour, shape }: SceneObject): string {
  const [noun, gender] = SHAPES[shape]
  return `${gender === 'f' ? 'einer' : 'einem'} ${COLOURS[colour]}en ${noun}`
}
