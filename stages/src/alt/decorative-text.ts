import { foldWords } from './fold-words.js'

// Longer than any listed name, so that a caption is not folded in vain.
const MAX_UNITS = 64
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
// `[image]`, `<img>`, `(photo)`, `*image*`: a browser's or a mailer's mark that a picture stood here.
const MARKER = /^(?:\[ ?(\w{2,10}) ?\]|<(\w{2,10}) ?\/?>|\((\w{2,10})\)|\*(\w{2,10})\*|\{(\w{2,10})\})$/
const MARKED = new Set([
  'image',
  'img',
  'photo',
  'picture',
  'pic',
  'bild',
  'foto',
  'imagen',
  'imagem',
  'immagine',
  'icon',
  'cid',
])
const WORDS = new Set(
  [
    'spacer|spacer gif|bullet|bullet point|icon|icons|icone|ícone|icono|icona|ikon|ikona|ikone|symbol|иконка|значок|图标|圖標|圖示|アイコン|아이콘|simge|أيقونة',
    'dot|dots|line|divider|separator|border|shim|filler|blank|empty|transparent|pixel|1px|1x1|decorative|decoration|decorative image|background|background image|bg',
    'arrow|arrow left|arrow right|arrow up|arrow down|left arrow|right arrow|up arrow|down arrow|arrow icon|chevron|caret|checkmark|check mark|check icon',
    'tracking pixel|counter pixel|image beacon|beacon|zählpixel|trackingpixel|pixel de suivi|vg wort|szmtag',
    'pfeil|pfeil links|pfeil rechts|pfeil nach rechts|pfeil nach links|trennlinie|trenner|linie|punkt|leer|hintergrund|hintergrundbild|aufzählungszeichen',
    'flèche|puce|ligne|séparateur|image décorative|flecha|viñeta|línea|separador|imagen decorativa|freccia|punto elenco|linea|separatore|sfondo|seta|marcador|linha|imagem decorativa',
    'pijl|lijn|scheidingslijn|achtergrond|strzałka|linia|tło|punktor|стрелка|линия|разделитель|фон|pil|linje|bakgrund|šipka|čára|pozadí|odrážka|ok işareti|çizgi|arka plan',
    '矢印|線|背景|区切り線|箭头|箭頭|线条|分割线|背景图|화살표|배경|구분선|سهم|خط|خلفية|فاصل',
  ].flatMap((list) => list.split('|')),
)

/**
 * The text stands for a picture that says nothing: no letter or digit in it (`*`, `|`, `✓`, `:-)`, an emoji), the name
 * of a page ornament (spacer, bullet, icon, arrow, divider, tracking pixel, in some languages), or a mark like
 * `[image]`.
 */
export function isDecorative(text: string): boolean {
  if (!LETTER_OR_DIGIT.test(text)) return text !== ''
  if (text.length > MAX_UNITS) return false
  const marker = MARKER.exec(text)
  if (marker !== null) return MARKED.has(marker.slice(1).find(Boolean)?.toLowerCase() ?? '')
  return WORDS.has(foldWords(text).join(' '))
}
