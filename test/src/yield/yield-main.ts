import { TEXT_KINDS } from '@warc2dataset/schemas'
import { type RealPage, readRealPages } from '../html-scan/real-pages.js'
import { type Yield, yieldOf } from './yield-rows.js'

// By hand: node test/dist/yield/yield-main.js. Prints what each archive beside the checkout yields.
const byArchive = new Map<string, RealPage[]>()
for (const page of await readRealPages()) {
  const pages = byArchive.get(page.archive) ?? []
  pages.push(page)
  byArchive.set(page.archive, pages)
}
const rows = [...byArchive].map(([archive, pages]) => [archive, yieldOf(pages)] as const)
const others = TEXT_KINDS.filter((kind) => kind !== 'alt')
const head = [
  'archive',
  'pages',
  '<img>',
  'copies joined',
  'usable alt',
  'missing',
  'empty',
  'blank',
  ...others.map((kind) => `+ ${kind}`),
  'pairs, ours',
  'distinct',
  'pairs, WAT (emulated)',
  'distinct',
]
print(head)
print(head.map(() => '---'))
for (const [archive, row] of rows) print([archive, ...cells(row)])
const all = yieldOf([...byArchive.values()].flat())
print(['all', ...cells(all)])
process.stdout.write(
  `\nURLs from: ${JSON.stringify(all.tally.url_sources)}, others: ${all.tally.url_others}\n`,
)
process.stdout.write(`Texts by kind: ${JSON.stringify(all.tally.texts)}\n`)

function cells({ pages, tally, ours, wat }: Yield): readonly (string | number)[] {
  const { alts, images, gained } = tally
  return [
    pages,
    images['total'] ?? 0,
    images['noscript_twin'] ?? 0,
    ...['text', 'missing', 'empty', 'blank'].map((kind) => alts[kind] ?? 0),
    ...others.map((kind) => gained[kind] ?? 0),
    ours.pairs,
    ours.distinct,
    wat.pairs,
    wat.distinct,
  ]
}

function print(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
