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
  red: ['أحمر', 'حمراء'],
  orange: ['برتقالي', 'برتقالية'],
  yellow: ['أصفر', 'صفراء'],
  lime: ['أخضر فاتح', 'خضراء فاتحة'],
  green: ['أخضر داكن', 'خضراء داكنة'],
  cyan: ['فيروزي', 'فيروزية'],
  blue: ['أزرق', 'زرقاء'],
  purple: ['بنفسجي', 'بنفسجية'],
  pink: ['وردي', 'وردية'],
  brown: ['بني', 'بنية'],
}

const SHAPES: Readonly<Record<SceneShape, readonly [noun: string, gender: 0 | 1]>> = {
  circle: ['دائرة', 1],
  square: ['مربع', 0],
  triangle: ['مثلث', 0],
  star: ['نجمة', 1],
  ring: ['حلقة', 1],
  cross: ['صليب', 0],
  heart: ['قلب', 0],
  diamond: ['معين', 0],
  crescent: ['هلال', 0],
  arrow: ['سهم', 0],
  pentagon: ['مخمس', 0],
  bolt: ['صاعقة', 1],
}

const GROUNDS: Readonly<Record<GroundColour, string>> = {
  black: 'سوداء',
  white: 'بيضاء',
  gray: 'رمادية',
  beige: 'بيج',
}

const RELATIONS: Readonly<Record<Relation, string>> = {
  'left of': 'على يسار',
  'right of': 'على يمين',
  above: 'فوق',
  below: 'تحت',
}

/** "دائرة حمراء على يسار نجمة زرقاء على خلفية رمادية". */
export function describeArabic({ objects, relation, ground }: Scene): string {
  const [first, second] = objects
  const beside = second === undefined || relation === null ? '' : ` ${RELATIONS[relation]} ${phrase(second)}`
  return `${phrase(first)}${beside} على خلفية ${GROUNDS[ground]}`
}

function phrase({ colour, shape }: SceneObject): string {
  const [noun, gender] = SHAPES[shape]
  return `${noun} ${COLOURS[colour][gender]}`
}
