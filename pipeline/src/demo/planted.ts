import type { AltText, ImageReference, PictureSpec, PlannedCapture, PlannedPage } from './crawl-plan.js'
import { plainPicture, tinyPicture } from './plan-pictures.js'
import { itemAt } from './seeded-random.js'

/** One picture URL with six distinct texts, on four pages in (if there are four) different archives. */
export const PLANTED_SIX_TEXTS = {
  url: 'https://planted.example/six-texts/bridge.jpg',
  textsByPage: [
    ['a red ring on a white ground, seen six times', 'the ring, first wording'],
    ['the ring, second wording', 'ein roter Ring auf weißem Grund'],
    ['白の背景に赤の輪'],
    ['حلقة حمراء على خلفية بيضاء'],
  ],
} as const

/** One URL captured twice with different pictures; the page that shows it lies nearer to the second capture. */
export const PLANTED_TWO_CAPTURES = {
  url: 'https://planted.example/two-captures/today.jpg',
  page: 'https://planted.example/two-captures/page.html',
  firstDate: '2026-03-05T08:00:00Z',
  firstPicture: 'a black cross on a yellow ground',
  secondDate: '2026-03-20T08:00:00Z',
  pageDate: '2026-03-19T08:00:00Z',
  text: 'a green circle on a purple ground, as the page shows it',
} as const

/** A domain for block lists, with this many ordinary candidates (and, beside them, its failing family). */
export const PLANTED_BLOCKED = { domain: 'blocked.example', ordinaryCandidates: 8 } as const

/** On each domain, this many candidates of distinct URLs that fail every filter: 8×8 pictures, alts of one letter. */
export const PLANTED_FAILING = {
  domains: ['failing.example', 'blocked.example'],
  candidatesPerDomain: 400,
} as const

/** Alts that attack whoever prints them: script injection, bidi controls, NUL, a lone surrogate; markup and meaning. */
export const PLANTED_UNSAFE_TEXTS = [
  {
    name: 'script',
    url: 'https://planted.example/unsafe/script.jpg',
    markup: '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;',
    text: '"><img src=x onerror=alert(1)>',
  },
  {
    name: 'bidi',
    url: 'https://planted.example/unsafe/bidi.jpg',
    markup: 'invoice \u202Egpj.exe\u202C \u2066end\u2069',
    text: 'invoice \u202Egpj.exe\u202C \u2066end\u2069',
  },
  {
    name: 'nul',
    url: 'https://planted.example/unsafe/nul.jpg',
    markup: 'before\0after',
    text: 'before\uFFFDafter',
  },
  {
    name: 'surrogate',
    url: 'https://planted.example/unsafe/surrogate.jpg',
    markup: 'half &#xD83D; a face',
    text: 'half \uFFFD a face',
  },
] as const

/** The name of JavaScript's oldest trap, as an alt and as a path. */
export const PLANTED_PROTO = { url: 'https://planted.example/__proto__', text: '__proto__' } as const

const PLANTED_DATE = Date.parse('2026-03-10T12:00:00Z')
const IMAGES_PER_PAGE = 20

/** Everything that `planted: true` adds to a crawl. */
export interface Planted {
  readonly pages: readonly PlannedPage[]
  readonly captures: readonly PlannedCapture[]
  readonly pictures: readonly PictureSpec[]
}

/** Plans the fixed cases. Their pictures are numbered from `firstPicture`; nothing here depends on the seed. */
export function planPlanted(archives: number, firstPicture: number): Planted {
  const pages: PlannedPage[] = []
  const captures: PlannedCapture[] = []
  const pictures: PictureSpec[] = []
  const add: AddPlanted = {
    page: (url, archive, references, date = PLANTED_DATE) => {
      pages.push(plantedPage(url, archive % archives, date, references))
    },
    picture: (spec) => firstPicture + pictures.push(spec) - 1,
    capture: (url, archive, picture, date = PLANTED_DATE + 1000) => {
      const answer = { kind: 'picture', picture } as const
      captures.push({ kind: 'capture', url, archive: archive % archives, date, answer })
    },
  }
  plantSixTexts(add)
  plantTwoCaptures(add)
  plantUnsafeTexts(add)
  plantDomains(add)
  return { pages, captures, pictures }
}

interface AddPlanted {
  readonly page: (url: string, archive: number, references: readonly ImageReference[], date?: number) => void
  readonly picture: (spec: PictureSpec) => number
  readonly capture: (url: string, archive: number, picture: number, date?: number) => void
}

function plantSixTexts(add: AddPlanted): void {
  const { url, textsByPage } = PLANTED_SIX_TEXTS
  for (const [index, texts] of textsByPage.entries()) {
    const references = texts.map((text) => shown(url, { kind: 'usable', text }))
    add.page(`https://planted.example/six-texts/page-${index}.html`, index, references)
  }
  add.capture(url, 0, add.picture(plainPicture({ colour: 'red', ground: 'white', shape: 'ring' })))
}

function plantTwoCaptures(add: AddPlanted): void {
  const { url, page, text, firstDate, secondDate, pageDate } = PLANTED_TWO_CAPTURES
  add.page(page, 1, [shown(url, { kind: 'usable', text })], Date.parse(pageDate))
  const first = add.picture(plainPicture({ colour: 'black', ground: 'yellow', shape: 'cross' }))
  const second = add.picture(plainPicture({ colour: 'green', ground: 'purple', shape: 'circle' }))
  add.capture(url, 0, first, Date.parse(firstDate))
  add.capture(url, 2, second, Date.parse(secondDate))
}

function plantUnsafeTexts(add: AddPlanted): void {
  const picture = add.picture(plainPicture({ colour: 'orange', ground: 'black', shape: 'square' }))
  const references = PLANTED_UNSAFE_TEXTS.map(({ url, text, markup }) =>
    shown(url, { kind: 'usable', text, markup }),
  )
  const proto = shown(PLANTED_PROTO.url, { kind: 'usable', text: PLANTED_PROTO.text })
  add.page('https://planted.example/unsafe.html', 0, [...references, proto])
  for (const { url } of [...PLANTED_UNSAFE_TEXTS, PLANTED_PROTO]) add.capture(url, 0, picture)
}

function plantDomains(add: AddPlanted): void {
  const ordinary = add.picture(plainPicture({ colour: 'blue', ground: 'orange', shape: 'triangle' }))
  const blocked = Array.from({ length: PLANTED_BLOCKED.ordinaryCandidates }, (_, index) => {
    const url = `https://${PLANTED_BLOCKED.domain}/art/${index}.jpg`
    add.capture(url, index, ordinary)
    return shown(url, {
      kind: 'usable',
      text: `a blue triangle on an orange ground, print ${index} of an artist`,
    })
  })
  add.page(`https://${PLANTED_BLOCKED.domain}/gallery.html`, 0, blocked)

  const count = PLANTED_FAILING.candidatesPerDomain
  const tiny = Array.from({ length: count }, (_, index) => add.picture(tinyPicture(index)))
  for (const domain of PLANTED_FAILING.domains) {
    const references = tiny.map((picture, index) => {
      const url = `https://${domain}/tiny/${index}.png`
      add.capture(url, Math.floor(index / IMAGES_PER_PAGE), picture)
      return shown(url, { kind: 'usable', text: String.fromCharCode(97 + (index % 26)) })
    })
    for (let page = 0; page * IMAGES_PER_PAGE < count; page += 1) {
      const from = page * IMAGES_PER_PAGE
      add.page(`https://${domain}/page-${page}.html`, page, references.slice(from, from + IMAGES_PER_PAGE))
    }
  }
}

function shown(url: string, alt: AltText): ImageReference {
  return { source: { kind: 'http', url }, alt, placement: 'plain' }
}

function plantedPage(
  url: string,
  archive: number,
  date: number,
  references: readonly ImageReference[],
): PlannedPage {
  const title = itemAt(url.split('/'), 2)
  const form = { language: 'en', charset: 'utf8-header', transfer: 'identity', base: undefined } as const
  return { kind: 'page', url, archive, date, title, ...form, references, planted: true }
}
