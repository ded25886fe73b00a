import { nameWords } from './file-name.js'

const CAMERA =
  /^(?:(?:img|dsc[nf]?|dcim|pxl) ?\d+|(?:imgp|mvi|mg|cimg|gopr|dji|sam|kimg|hpim|pict|imag|rimg|fb img|wp|vid) ?\d{4,})/
// Panasonic and Olympus: P, month in hexadecimal, day, number.
const P_NAME = /^p[0-9a-c]\d{6}$/
const TIME_NAME = /^(?:19|20)\d{6} \d{6}/
const MESSENGER =
  /^(?:whatsapp|signal|telegram|viber) (?:image|bild|photo|foto|imagen|imagem|immagine)? ?\d{4}/
const SCREEN =
  /^(?:screen ?shot|screen ?capture|bildschirmfoto|bildschirmaufnahme|captura de pantalla|captura de tela|captura de ecrã|capture d écran|schermata|schermafbeelding|schermopname|skärmavbild|skärmbild|skjermbilde|skærmbillede|kuvakaappaus|zrzut ekranu|snímek obrazovky|снимок экрана|скриншот|знімок екрана|ekran görüntüsü|ekran resmi|لقطة الشاشة|لقطة شاشة|スクリーンショット|스크린샷|屏幕截图|屏幕快照|截屏|截圖|螢幕截圖|螢幕快照) ?(\d+(?: \d+)*)/
const DATE = /^(?:19|20)\d{2} ?\d{2} ?\d{2}/
const TAIL_WORD =
  /^(?:\d+[a-z]?|wa\d+|[a-z]\d{0,3}|edit|edited|bearbeitet|copy|kopie|hdr|burst|portrait|night|mp|cover|at|um|om|kl|kello|alle|às|las|в|o|am|pm|collage)$/
const MAX_SCREEN_WORDS = 16
const DIGIT = /\p{Nd}|\p{No}|\p{Nl}/u
const MAX_UNITS = 128

/**
 * The text is a name that a camera, phone, messenger or screen capture gave (`IMG_2041`, `DSC00012.JPG`,
 * `PXL_20230102_101112`, `20190131_142355`, `Screenshot 2024-05-01 at 10.11.12`), and nothing else.
 */
export function isCameraName(text: string): boolean {
  // Every such name has a number.
  if (text.length > MAX_UNITS || !DIGIT.test(text)) return false
  const words = nameWords(text).map((word) => word.toLowerCase())
  const folded = words.join(' ')
  const screen = SCREEN.exec(folded)
  // With a full date it is a name whatever follows: phones add the app, `Screenshot_20200101-120000_Chrome`.
  if (screen !== null && DATE.test(screen[1] ?? '')) return words.length <= MAX_SCREEN_WORDS
  const head = screen ?? CAMERA.exec(folded) ?? TIME_NAME.exec(folded) ?? MESSENGER.exec(folded)
  if (head === null) return words.length === 1 && P_NAME.test(folded)
  const rest = folded.slice(head[0].length).split(' ')
  return rest.every((word) => word === '' || TAIL_WORD.test(word))
}
