/** The languages that motifs are described in. */
export type Language = 'en' | 'de' | 'ja' | 'ar'

/** The languages that pages are written in. */
export type PageLanguage = Language | 'fr' | 'es'

export const COLOURS = ['red', 'blue', 'green', 'yellow', 'orange', 'purple', 'white', 'black'] as const
export type Colour = (typeof COLOURS)[number]

export const SHAPES = ['circle', 'square', 'triangle', 'ring', 'cross', 'stripe'] as const
export type Shape = (typeof SHAPES)[number]

const GERMAN_COLOURS: Record<Colour, string> = {
  red: 'rot',
  blue: 'blau',
  green: 'grün',
  yellow: 'gelb',
  orange: 'orangefarben',
  purple: 'violett',
  white: 'weiß',
  black: 'schwarz',
}

const GERMAN_SHAPES: Record<Shape, readonly [noun: string, ending: 'er' | 'es']> = {
  circle: ['Kreis', 'er'],
  square: ['Quadrat', 'es'],
  triangle: ['Dreieck', 'es'],
  ring: ['Ring', 'er'],
  cross: ['Kreuz', 'es'],
  stripe: ['Streifen', 'er'],
}

const JAPANESE_COLOURS: Record<Colour, string> = {
  red: '赤',
  blue: '青',
  green: '緑',
  yellow: '黄色',
  orange: 'オレンジ色',
  purple: '紫',
  white: '白',
  black: '黒',
}

const JAPANESE_SHAPES: Record<Shape, string> = {
  circle: '円',
  square: '四角形',
  triangle: '三角形',
  ring: '輪',
  cross: '十字',
  stripe: '縞',
}

const ARABIC_COLOURS: Record<Colour, readonly [masculine: string, feminine: string]> = {
  red: ['أحمر', 'حمراء'],
  blue: ['أزرق', 'زرقاء'],
  green: ['أخضر', 'خضراء'],
  yellow: ['أصفر', 'صفراء'],
  orange: ['برتقالي', 'برتقالية'],
  purple: ['بنفسجي', 'بنفسجية'],
  white: ['أبيض', 'بيضاء'],
  black: ['أسود', 'سوداء'],
}

const ARABIC_SHAPES: Record<Shape, readonly [noun: string, gender: 0 | 1]> = {
  circle: ['دائرة', 1],
  square: ['مربع', 0],
  triangle: ['مثلث', 0],
  ring: ['حلقة', 1],
  cross: ['صليب', 0],
  stripe: ['شريط', 0],
}

/** What a drawn picture shows, as far as words go. */
export interface Motif {
  readonly colour: Colour
  readonly ground: Colour
  readonly shape: Shape
}

/** Names a picture in a language: "a red circle on a blue ground, photo 17". */
export function describeMotif(motif: Motif, language: Language, number: number): string {
  const { colour, ground, shape } = motif
  if (language === 'de') {
    const [noun, ending] = GERMAN_SHAPES[shape]
    return `ein ${GERMAN_COLOURS[colour]}${ending} ${noun} auf ${GERMAN_COLOURS[ground]}em Grund, Foto ${number}`
  }
  if (language === 'ja') {
    return `${JAPANESE_COLOURS[ground]}の背景に${JAPANESE_COLOURS[colour]}の${JAPANESE_SHAPES[shape]}、写真${number}`
  }
  if (language === 'ar') {
    const [noun, gender] = ARABIC_SHAPES[shape]
    return `${noun} ${ARABIC_COLOURS[colour][gender]} على خلفية ${ARABIC_COLOURS[ground][1]}، صورة ${number}`
  }
  return `${article(colour)} ${colour} ${shape} on ${article(ground)} ${ground} ground, photo ${number}`
}

function article(word: string): string {
  return word === 'orange' ? 'an' : 'a'
}

/** The words that running text, titles and navigation are made of. */
export const WORDS: Record<PageLanguage, readonly string[]> = {
  en: words(
    'the garden market opens early and visitors walk along quiet streets with café tables, a Q&A and fresh bread',
  ),
  de: words(
    'der Markt öffnet früh und die Gäste gehen durch stille Straßen über Brücken mit Bäckereien und Cafés',
  ),
  fr: words(
    'le marché ouvre tôt et les visiteurs marchent dans les rues calmes vers le café près du pont avec du pain frais',
  ),
  es: words(
    'el mercado abre temprano y los visitantes caminan por calles tranquilas hacia el café junto al puente con pan fresco',
  ),
  ja: words('市場 は 朝 早く 開き 人々 は 静かな 通り を 歩き 新しい パン と コーヒー を 楽しみ ます'),
  ar: words('يفتح السوق باكرا ويمشي الزوار في شوارع هادئة قرب الجسر ويشربون القهوة مع خبز طازج كل صباح'),
}

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** Variations on a description, as a second page might word it. */
export const VARIATIONS: Record<Language, readonly ((description: string) => string)[]> = {
  en: [
    (text) => `Product photo: ${text}`,
    (text) => `${text} – close-up`,
    (text) => `Buy “${text}” & more`,
    (text) => `${text} (from our archive)`,
    (text) => `Picture of ${text}, seen in the old town on a bright morning in March`,
  ],
  de: [
    (text) => `Produktbild: ${text}`,
    (text) => `${text} – Nahaufnahme`,
    (text) => `„${text}“ jetzt für 19,90 € kaufen`,
  ],
  ja: [(text) => `商品写真:${text}`, (text) => `${text}(拡大)`],
  ar: [(text) => `صورة المنتج: ${text}`, (text) => `${text} - عن قرب`],
}
