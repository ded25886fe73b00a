import type {
  GroundColour,
  Relation,
  Scene,
  SceneColour,
  SceneObject,
  SceneShape,
} from '../../scenes/scene.js'

const COLOURS: Readonly<Record<SceneColour, string>> = {
  red: '赤い',
  orange: 'オレンジ色の',
  yellow: '黄色い',
  lime: '黄緑色の',
  green: '緑色の',
  cyan: '水色の',
  blue: '青い',
  purple: '紫色の',
  pink: 'ピンク色の',
  brown: '茶色い',
}

const SHAPES: Readonly<Record<SceneShape, string>> = {
  circle: '円',
  square: '正方形',
  triangle: '三角形',
  star: '星',
  ring: '輪',
  cross: '十字',
  heart: 'ハート',
  diamond: 'ひし形',
  crescent: '三日月',
  arrow: '矢印',
  pentagon: '五角形',
  bolt: '稲妻',
}

const GROUNDS: Readonly<Record<GroundColour, string>> = {
  black: '黒い背景',
  white: '白い背景',
  gray: '灰色の背景',
  beige: 'ベージュの背景',
}

const RELATIONS: Readonly<Record<Relation, string>> = {
  'left of': 'の左に',
  'right of': 'の右に',
  above: 'の上に',
  below: 'の下に',
}

/** "灰色の背景に、青い星の左に赤い円". */
export function describeJapanese({ objects, relation, ground }: Scene): string {
  const [first, second] = objects
  const beside = second === undefined || relation === null ? '' : `${phrase(second)}${RELATIONS[relation]}`
  return `${GROUNDS[ground]}に、${beside}${phrase(first)}`
}

function phrase({ colour, shape }: SceneObject): string {
  return `${COLOURS[colour]}${SHAPES[shape]}`
}
