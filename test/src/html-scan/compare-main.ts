import { cutPiece, damagePage } from './damage-page.js'
import { generatePage } from './generated-page.js'
import { createRandom } from './random.js'
import { readRealPages } from './real-pages.js'
import { findDifference } from './same-answer.js'

// By hand: node test/dist/html-scan/compare-main.js [ROUNDS [SEED [PIECE]]]
// Real pages, then ROUNDS damaged pieces of PIECE characters of them, then 10 × ROUNDS generated pages.
const [rounds = 2000, firstSeed = 1, piece = 20_000] = process.argv.slice(2).map(Number)
const SHOWN = 5

const pages = await readRealPages()
report(
  'real pages',
  pages.map(({ html }) => html),
)
const seeds = Array.from({ length: rounds }, (_, i) => firstSeed + i)
report('damaged pieces', seeds.map(damagedPiece))
report(
  'generated pages',
  seeds.flatMap((seed) => Array.from({ length: 10 }, (_, i) => generate(seed * 10 + i))),
)

function damagedPiece(seed: number): string {
  const random = createRandom(seed)
  const page = pages[random.below(pages.length)]
  return page === undefined ? '' : damagePage(cutPiece(page.html, piece, random), random)
}

function generate(seed: number): string {
  const random = createRandom(seed)
  return generatePage(4 + random.below(20), random)
}

function report(what: string, all: readonly string[]): void {
  let images = 0
  const different = all.filter((html) => {
    const difference = findDifference(html)
    images += (html.match(/<im(?:g|age)[\s/>]/gi) ?? []).length
    return difference !== null
  })
  process.stdout.write(`${what}: ${all.length} pages, ${images} picture tags, ${different.length} differ\n`)
  const shortest = different.sort((a, b) => a.length - b.length).slice(0, SHOWN)
  for (const html of shortest)
    process.stdout.write(
      `${JSON.stringify(html.slice(0, 400))}\n  ${JSON.stringify(findDifference(html)).slice(0, 600)}\n`,
    )
}
