import { createRandom, itemAt } from '@warc2dataset/pipeline/demo/seeded-random'

type Make = () => string

/** Texts of one kind of trouble, or of none. */
export interface HostileText {
  readonly kind: string
  readonly text: string
}

const samples = [
  'A young woman walking her dog in the park, 2019 – photo by J. Smith',
  "It's the dog's bowl; they'll say we've won, I'd go, you're late, I'm here, don't",
  'Ein schöner Hund läuft über die Straße zum Café',
  'Une élève française déjà âgée, l’été à Nîmes',
  'Красивая собака на пляже, Ёлка и ёж',
  'Η Αθήνα το βράδυ ΟΔΥΣΣΕΥΣ',
  '東京タワーの夜景、きれい。',
  '서울의 밤',
  'صورة كلب جميل',
  'תמונה של כלב',
  'कुत्ते की तस्वीर',
  'ภาพสุนัขน่ารัก',
  'İstanbul’da IŞIK ılık ǅ ẞ ﬃ',
  'Příliš žluťoučký kůň, Łódź, Žižkov',
  'IMG_20190823_142355.jpg 1,024×768 50% €19.99 £5 ¥100 №7',
]

/** Decodes UTF-8 (or bytes of another charset) as somebody did who did not ask. */
const wrongCharsets = [
  'windows-1251',
  'windows-1250',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-2',
  'macintosh',
]

function misread(text: string, charset: string): string {
  const bytes = Buffer.from(text, 'utf8')
  return charset === 'latin1' ? bytes.toString('latin1') : new TextDecoder(charset).decode(bytes)
}

/** `count` texts, the kinds in turn; the same for the same seed. */
export function hostileTexts(count: number, seed: string): readonly HostileText[] {
  const random = createRandom(seed)
  const { int: upTo, float } = random
  const pick = <T>(items: readonly T[]): T => itemAt(items, upTo(items.length))
  const many = (most: number, make: Make, glue = '') =>
    Array.from({ length: 1 + upTo(most) }, make).join(glue)
  const between = (first: number, last: number) => String.fromCodePoint(first + upTo(last - first + 1))
  const words = () =>
    pick(samples)
      .split(' ')
      .filter(() => float() < 0.7)
      .join(' ')
  const within = (make: Make) => many(4, () => (float() < 0.5 ? words() : make()), pick(['', ' ', ' ', '\n']))

  const kinds: Readonly<Record<string, Make>> = {
    natural: () => many(3, words, ' '),
    case: () => (float() < 0.5 ? words().toUpperCase() : words().toLowerCase()),
    entities: () => within(() => pick(entities)),
    'escaped entities': () =>
      within(() => pick(entities).replaceAll('&', pick(['&amp;', '&amp;amp;', '&#38;']))),
    'numeric entities': () =>
      within(
        () =>
          `&#${float() < 0.5 ? `x${upTo(0x11_1000).toString(16)}` : upTo(pick([160, 400, 0x11_1000]))}${pick([';', ';', ''])}`,
      ),
    markup: () =>
      within(() => pick(['<b>', '</a>', '<start_of_text>', '<end_of_text>', '<ſtart_of_text>', '&lt;', '<'])),
    emoji: () => within(() => pick(['👨‍👩‍👧', '🏳️‍🌈', '❤️', '🎈', '🇩🇪', '👍🏽', '☃', '✓', '©', '™'])),
    'full width': () => within(() => many(8, () => between(0xff01, 0xffef)) + pick(['', '\u3000'])),
    ligatures: () => within(() => many(5, () => pick([...'ĲĳŉǱǲǳǄǅǆǇǈǉǊǋǌﬀﬁﬂﬃﬄﬅﬆœæß']))),
    quotes: () => within(() => pick([...'‘’‚‛ʼ“”„‟«»‹›´`']) + words() + pick([...'’”‟'])),
    controls: () => within(() => many(4, () => between(0, pick([0x1f, 0xa0])))),
    'escape codes': () => within(() => `\x1b[${pick(['', '1', '36;44', '٣'])}${pick(['m', 'K', ''])}`),
    spaces: () =>
      many(
        6,
        () =>
          words() +
          pick([...'\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200d\r\n\t\x85\x1c\x1f']),
      ),
    marks: () =>
      within(() => many(10, () => pick([between(0x61, 0x7a), between(0x300, 0x36f), between(0x590, 0x5c7)]))),
    compatibility: () => within(() => pick([...'①½²ªºⅣ㎏ﷺ가각ﾊﾞ𝒜𝟘Ω℃Å'])),
    latin1: () => within(() => many(6, () => between(0xa0, 0x24f))),
    'any plane': () => within(() => many(6, () => between(0xe000, 0x3_ffff))),
    'any letter': () => within(() => many(6, () => between(0x20, 0xd7ff))),
    surrogates: () => within(() => String.fromCharCode(0xd800 + upTo(0x800)) + pick(['', 'x', '\ude00'])),
    'mojibake, latin': () => misread(words(), pick(['latin1', 'latin1', 'windows-1252'])),
    'mojibake, others': () => misread(words(), pick(wrongCharsets)),
    'mojibake, twice': () => misread(misread(words(), 'latin1'), 'latin1'),
    'mojibake, in parts': () => within(() => misread(words(), pick(['latin1', ...wrongCharsets]))),
    'mojibake, damaged': () =>
      misread(words(), 'latin1')
        .replaceAll('\xa0', ' ')
        .replace(/[\x80-\x9f]/g, () => pick(['?', '\ufffd', '', '\x1a'])),
    'mojibake, scraps': () => within(() => many(6, () => pick([...'ÃÂâ€™“œžŸÐÑØÙà²µ¹ГВРС√≈‚Äìвβ ā©®°×³│╔']))),
    'long words': () =>
      many(
        3,
        () => many(400, () => pick([between(0x61, 0x7a), between(0x430, 0x44f), between(0x4e00, 0x4eff)])),
        ' ',
      ),
    'long texts': () => many(200, words, ' '),
    punctuation: () =>
      within(
        () =>
          many(12, () => pick([...'!?.,;:-_()[]{}\'"/\\|@#$%^&*+=~`…—–'])) +
          pick(["'S", "'ll", "'ſ", '’T', "'"]),
      ),
  }
  const names = Object.keys(kinds)
  return Array.from({ length: count }, (_, i) => {
    const kind = itemAt(names, i % names.length)
    return { kind, text: kinds[kind]?.() ?? '' }
  })
}

const entities = [
  '&amp;',
  '&lt;',
  '&gt;',
  '&quot;',
  '&apos;',
  '&nbsp;',
  '&eacute;',
  '&EACUTE;',
  '&NTILDE;',
  '&nTILDE;',
  '&hellip;',
  '&copy',
  '&copycat',
  '&notit;',
  '&notin;',
  '&AMP',
  '&amp',
  '&SZLIG;',
  '&fflig;',
  '&ThickSpace;',
  '&NotEqualTilde;',
  '&CounterClockwiseContourIntegral;',
  '&unknown;',
  '&;',
  '&',
  '&#',
  '&#x;',
  '&#39;',
  '&#039;',
  '&#x27;',
  '&#8217;',
  '&#128;',
  '&#150;',
  '&#0;',
  '&#xfeff;',
  '&#55357;&#56832;',
  '&rsquo;',
  '&ldquo;',
  '&Atilde;&copy;',
  '&acirc;&euro;&trade;',
]
