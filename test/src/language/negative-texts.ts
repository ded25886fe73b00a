import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const BRANDS =
  "Nike Air Max 90|Adidas Ultraboost|Coca-Cola|Samsung Galaxy S21 Ultra|Apple iPhone|Volkswagen Golf GTI|Toyota RAV4|Canon EOS|Nikon D850|Sony PlayStation|Nintendo Switch|Lego Star Wars|IKEA Malm|Gucci Bloom|Chanel No|Louis Vuitton|Rolex Submariner|Casio G-Shock|Levi's 501|Ray-Ban Wayfarer|Bosch Siemens Miele|Mercedes-Benz AMG|BMW X5 xDrive|Ford F-150 Raptor|Honda Civic Type R|Yamaha MT-07|Kawasaki Ninja|Ducati Panigale|Microsoft Surface Pro|Lenovo ThinkPad X1 Carbon|Dell XPS|Logitech MX Master|Intel Core|AMD Ryzen|Nvidia GeForce RTX|Spotify Netflix HBO|Facebook Twitter Instagram YouTube|Pinterest TikTok|WhatsApp Messenger|Google Play|Visa Mastercard PayPal|Dove Nivea L'Oréal|Heineken Carlsberg|Nestlé Nescafé|Lindt Toblerone|Red Bull Racing|Ferrari Scuderia|Porsche Taycan|Tesla Model S Plaid|Emirates Lufthansa|Marriott Hilton Hyatt|Zara H&M Mango|Puma Suede Classic|Converse Chuck Taylor All Star|Vans Old Skool|Fender Stratocaster|Gibson Les Paul|Steinway & Sons|Roland TR-808|Moleskine Pentel Stabilo"

const LETTERS = /\p{L}/gu

/** Texts that are of no language, or too short to tell, by kind; `shared` is the folder with alts/. */
export function negativeTexts(shared: string): Readonly<Record<string, readonly string[]>> {
  const path = join(shared, 'alts/real-alts.jsonl.gz')
  const rows = gunzipSync(readFileSync(path))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { src: string | null; alt: string | null })
  const alts = shuffle(rows.map(({ alt }) => (alt ?? '').trim()).filter((alt) => alt !== ''))
  const files = shuffle(
    rows.flatMap(({ src }) => (src ?? '').match(/[^/?#]{1,75}\.(?:jpe?g|png|gif|webp)(?=$|[?#])/i) ?? []),
  )
  return {
    'file names': files.slice(0, 500),
    'few letters': alts.filter((alt) => (alt.match(LETTERS) ?? []).length * 2 < alt.length).slice(0, 200),
    numbers: Array.from(
      { length: 150 },
      (_, i) => [`${i * 37}x${i * 91}`, `${i * 7919}`, `${i},${i % 10}9 €`][i % 3] ?? '',
    ),
    brands: BRANDS.split('|'),
    'single words': alts.filter((alt) => /^\p{L}{2,20}$/u.test(alt)).slice(0, 300),
    'lists of 4+ commas': alts
      .filter((alt) => alt.split(',').length > 4 && !alt.includes('. '))
      .slice(0, 200),
  }
}

// By hash: the same order every time, and no page's texts together.
function shuffle(texts: readonly string[]): readonly string[] {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  return [...new Set(texts)]
    .map((text) => ({ text, at: hash(text) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ text }) => text)
}
