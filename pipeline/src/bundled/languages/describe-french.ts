import type {
  GroundColour,
  Relation,
  Scene,
  SceneColour,
  SceneObject,
  SceneShape,
} from '../../scenes/scene.js'

/** Masculine and feminine. */
const COLOURS: Readonly<Record<SceneColour, readonly [string, string]>> = {
  red: ['rouge', 'rouge'],
  orange: ['orangé', 'orangée'],
  yellow: ['jaune', 'jaune'],
  lime: ['vert clair', 'vert clair'],
  green: ['vert foncé', 'vert foncé'],
  cyan: ['bleu clair', 'bleu clair'],
  blue: ['bleu', 'bleue'],
  purple: ['violet', 'violette'],
  pink: ['rose', 'rose'],
  brown: ['marron', 'marron'],
}

const SHAPES: Readonly<Record<SceneShape, readonly [noun: string, gender: 0 | 1]>> = {
  circle: ['cercle', 0],
  square: ['carré', 0],
  triangle: ['triangle', 0],
  star: ['étoile', 1],
  ring: ['anneau', 0],
  cross: ['croix', 1],
  heart: ['cœur', 0],
  diamond: ['losange', 0],
  crescent: ['croissant de lune', 0],
  arrow: ['flèche', 1],
  pentagon: ['pentagone', 0],
  bolt: ['éclair', 0],
}

const GROUNDS: Readonly<Record<GroundColour, string>> = {
  black: 'noir',
  white: 'blanc',
  gray: 'gris',
  beige: 'sable',
}

const RELATIONS: Readonly<Record<Relation, string>> = {
  'left of': 'à gauche d’',
  'right of': 'à droite d’',
  above: 'au-dessus d’',
  below: 'au-dessous d’',
}

/** "un cercle rouge à gauche d’une étoile bleue sur fond gris". */
export function describeFrench({ objects, relation, ground }: Scene): string {
  const [first, second] = objects
  const beside = second === undefined || relation === null ? '' : ` ${RELATIONS[relation]}${phrase(second)}`
  return `${phrase(first)}${beside} sur fond ${GROUNDS[ground]}`
}

function phrase({ colour, shape }: SceneObject): string {
  const [noun, gender] = SHAPES[shape]
  return `${gender === 1 ? 'une' : 'un'} ${noun} ${COLOURS[colour][gender]}`
}
