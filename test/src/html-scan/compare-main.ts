import { type RealPage, readRealPages } from './real-pages.js'
import { findDifferences, findDifferencesRepaired, sumContext } from './same-answer.js'
import { damagedPiece, generatedPage } from './seeded-pages.js'

// By hand: node test/dist/html-scan/compare-main.js [ROUNDS [SEED]]
// Real pages, then ROUNDS damaged pieces of them, then 10 × ROUNDS generated pages; what differs by field, as they are and
// once the reference's tree is written out.
const [rounds = 2000, firstSeed = 1] = process.argv.slice(2).map(Number)
const SHOWN = 5

const pages = await readRealPages()
report(
  'real pages',
  pages.map(({ html }) => html),
)
const withPictures: readonly RealPage[] = pages.filter(({ html }) => /<img/i.test(html))
report(
  'damaged pieces',
  Array.from({ length: rounds }, (_, i) => damagedPiece(withPictures, firstSeed + i)),
)
report(
  'generated pages',
  Array.from({ length: 10 * rounds }, (_, i) => generatedPage(10 * firstSeed + i)),
)

function report(what: string, all: readonly string[]): void {
  for (const find of [findDifferences, findDifferencesRepaired]) {
    const found = all.map((html) => ({ html, ...find(html) }))
    const wrong = found.filter(({ exact }) => exact.length > 0)
    process.stdout.write(
      `${what}, ${find.name}: ${all.length} pages, ${wrong.length} differ in what must be equal, ` +
        `context ${JSON.stringify(sumContext(found))}\n`,
    )
    wrong.sort((a, b) => a.html.length - b.html.length)
    for (const { html, exact } of wrong.slice(0, SHOWN))
      process.stdout.write(`${JSON.stringify(html.slice(0, 400))}\n  ${exact.join(', ')}\n`)
  }
}
