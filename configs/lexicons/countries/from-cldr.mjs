// Writes country.<language>.json, beside this file, from the names of territories in Unicode's CLDR:
//   npm pack cldr-localenames-full@48.2.0 && tar xzf cldr-localenames-full-48.2.0.tgz
//   node from-cldr.mjs package && npx biome format --write .
// The package (35 MB, 766 locales) is no dependency: these names of it are enough. Its licence is LICENSE-UNICODE.txt.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Each language of the list with the locales whose names are joined.
const LOCALES = {
  ...Object.fromEntries(
    'ar cs da de en es fi fr hu it ko nl pl pt ru sv tr uk'.split(' ').map((lang) => [lang, [lang]]),
  ),
  ja: ['ja'],
  zh: ['zh', 'zh-Hant'],
}
const UNSPACED = new Set(['ja', 'zh'])

// Names that mostly mean something else in that language: a state, a shoe, a fabric, a meeting, maize.
const DROPPED = {
  en: ['Georgia', 'Jordan', 'Chad', 'Jersey', 'US'],
  de: ['Jersey'],
  es: ['Georgia', 'Granada', 'Jersey', 'RU'],
  fr: ['Dominique', 'Géorgie', 'Jersey', 'La Réunion'],
  it: ['Dominica', 'Georgia', 'Jersey', 'Mali'],
  pl: ['Jersey', 'Mali', 'Czad'],
  pt: ['Geórgia', 'Jersey'],
  tr: ['Jersey', 'Mısır', 'Mali'],
}

// Other senses, by language and territory.
const EXCLUDED = {
  de: {
    IS: ['long', 'rhode', 'coney', 'staten', 'ellis'].map((which) => `${which} island`),
    LU: ['rosa luxemburg'],
  },
  fr: { FR: ['france gall', 'anatole france'] },
  en: {
    TR: [
      ...[
        'roast',
        'roasted',
        'wild',
        'ground',
        'smoked',
        'thanksgiving',
        'cold',
        'fried',
        'stuffed',
        'whole',
      ],
      ...['oven roasted', 'hand', 'christmas', 'leftover', 'cooked', 'grilled', 'baby', 'tom'],
    ]
      .map((before) => `${before} turkey`)
      .concat(
        [
          'breast',
          'sandwich',
          'sandwiches',
          'burger',
          'burgers',
          'meatballs',
          'soup',
          'hunting',
          'bacon',
        ].map((after) => `turkey ${after}`),
        ['legs', 'leg', 'vulture', 'vultures', 'call', 'calls', 'chili', 'dinner', 'day', 'trot', 'tail'].map(
          (after) => `turkey ${after}`,
        ),
      ),
    CN: [
      'fine china',
      'bone china',
      'china cabinet',
      'china set',
      'china doll',
      'china plate',
      'china tea cup',
    ],
    CU: ['cuba gooding'],
    PA: ['panama hat', 'panama hats', 'panama city beach', 'panama jack'],
    BR: ['brazil nut', 'brazil nuts'],
    GN: ['guinea pig', 'guinea pigs', 'guinea fowl', 'guinea hen', 'new guinea impatiens'],
    MX: ['new mexico'],
    IE: ['northern ireland', 'kathy ireland', 'ireland baldwin'],
    NE: ['niger seed'],
    CL: [
      'chile relleno',
      'chile rellenos',
      'chile pepper',
      'chile peppers',
      'green chile',
      'red chile',
      'chile verde',
    ],
    PL: ['poland spring'],
    IL: ['israel adesanya', 'israel houghton', 'israel kamakawiwo’ole'],
    KE: ['kenya moore'],
    IN: ['india ink', 'india arie', 'india pale ale'],
    SG: ['singapore sling', 'singapore noodles'],
    BM: ['bermuda shorts', 'bermuda short', 'bermuda grass', 'bermuda triangle'],
    NO: ['norway spruce', 'norway maple', 'norway rat'],
    PT: ['portugal the man'],
    LB: ['lebanon county', 'lebanon tn', 'lebanon pa', 'lebanon tennessee', 'lebanon ohio'],
  },
  es: {
    CL: ['relleno', 'en nogada', 'habanero', 'jalapeño', 'poblano', 'verde', 'rojo', 'ancho'].map(
      (kind) => `chile ${kind}`,
    ),
    CN: ['tinta china', 'porcelana china'],
  },
  pt: { PE: ['peito de peru', 'peru assado', 'peru de natal'] },
  ru: { CL: ['соус чили', 'перец чили', 'чили перец'] },
  uk: { CL: ['соус чилі', 'перець чилі', 'чилі перець'] },
  ja: { CN: ['中国地方'], JP: ['日本橋'] },
  zh: { ML: ['马里奥', '马里兰', '马里亚纳'], OM: ['阿曼达'], IN: ['印度洋'] },
}

/** Names of territory `code`: the parenthesis of a name is left out, and names that need one to be told apart too. */
function termsOf(territories, code, lang) {
  const dropped = new Set(DROPPED[lang] ?? [])
  return Object.entries(territories)
    .filter(([key]) => key === code || key.startsWith(`${code}-alt-`))
    .filter(([key, name]) => !/[(（]/.test(name) || /^(MM|FK|HK|MO)/.test(key))
    .map(([, name]) => name.replace(/\s*[(（].*$/, ''))
    .filter(
      (name) => !dropped.has(name) && (/[^\p{sc=Latn}]/u.test(name) || name.length > 2 || name === 'UK'),
    )
}

const [, , folder] = process.argv
if (folder === undefined) throw new Error('Expected the unpacked package cldr-localenames-full for FOLDER')
const read = (locale) =>
  JSON.parse(readFileSync(join(folder, 'main', locale, 'territories.json'), 'utf8')).main[locale]
    .localeDisplayNames.territories
const english = read('en')
const codes = Object.keys(english).filter(
  (code) => /^[A-Z]{2}$/.test(code) && !/^(EU|EZ|UN|QO|XA|XB|ZZ)$/.test(code),
)

for (const [lang, locales] of Object.entries(LOCALES)) {
  const taken = new Set()
  const sets = codes.flatMap((code) => {
    const names = new Set(locales.flatMap((locale) => termsOf(read(locale), code, lang)))
    const terms = [...names].filter((name) => {
      const key = name.toLowerCase().replaceAll('-', ' ')
      const fresh = !taken.has(key)
      taken.add(key)
      return fresh
    })
    if (terms.length === 0) return []
    const exclude = EXCLUDED[lang]?.[code]
    return [
      {
        id: `country.${code}`,
        label: english[code],
        terms,
        ...(exclude === undefined ? {} : { exclude }),
        ...(UNSPACED.has(lang) ? { match: 'cjk-substring' } : {}),
      },
    ]
  })
  const dropped = (DROPPED[lang] ?? []).join(', ')
  const lexicon = {
    id: `country.${lang}`,
    version: 'cldr-48.2.0-1',
    axis: 'country',
    lang,
    author: 'Unicode CLDR contributors; choice by warc2dataset',
    licence: 'Unicode-3.0',
    note: `Names of countries and territories as CLDR gives them, in the basic form of the word only: case endings and words glued to it are missed. A country is not its people.${dropped === '' ? '' : ` Missing, since they mostly mean something else: ${dropped}.`}`,
    sets,
  }
  writeFileSync(new URL(`country.${lang}.json`, import.meta.url), `${JSON.stringify(lexicon, null, 2)}\n`)
}
