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
  red: ['rojo', 'roja'],
  orange: ['naranja', 'naranja'],
  yellow: ['amarillo', 'amarilla'],
  lime: ['verde claro', 'verde claro'],
  green: ['verde oscuro', 'verde oscuro'],
  cyan: ['celeste', 'celeste'],
  blue: ['azul', 'azul'],
  purple: ['morado', 'morada'],
  pink: ['rosa', 'rosa'],
  brown: ['marrón', 'marrón'],
}

const SHAPES: Readonly<Record<SceneShape, readonly [noun: string, gender: 0 | 1]>> = {
  circle: ['círculo', 0],
  square: ['cuadrado', 0],
  triangle: ['triángulo', 0],
  star: ['estrella', 1],
  ring: ['anillo', 0],
  cross: ['cruz', 1],
  heart: ['corazón', 0],
  diamond: ['rombo', 0],
  crescent: ['media luna', 1],
  arrow: ['flecha', 1],
  pentagon: ['pentágono', 0],
  bolt: ['rayo', 0],
}

const GROUNDS: Readonly<Record<GroundColour, string>> = {
  black: 'negro',
  white: 'blanco',
  gray: 'gris',
  beige: 'beige',
}

const RELATIONS: Readonly<Record<Relation, string>> = {
  'left of': 'a la izquierda de',
  'right of': 'a la derecha de',
  above: 'encima de',
  below: 'debajo de',
}

/** "un círculo rojo a la izquierda de una estrella azul sobre fondo gris". */
export function describeSpanish({ objects, relation, ground }: Scene): string {
  const [first, second] = objects
  const beside = second === undefined || relation === null ? '' : ` ${RELATIONS[relation]} ${phrase(second)}`
  return `${phrase(first)}${beside} sobre fondo ${GROUNDS[ground]}`
}

function phrase({ colour, shape }: SceneObject): string {
  const [noun, gender] = SHAPES[shape]
  return `${gender === 1 ? 'una' : 'un'} ${noun} ${COLOURS[colour][gender]}`
}
