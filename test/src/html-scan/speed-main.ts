import { findImagesDom } from '@warc2dataset/stages/html/find-images-dom'
import { findImagesScan } from '@warc2dataset/stages/html/scan/find-images-scan'
import { Parser } from 'htmlparser2'
import { readRealPages } from './real-pages.js'

// By hand: node test/dist/html-scan/speed-main.js [ROUNDS]. Warm, one thread, page by page, best round of each.
const rounds = Number(process.argv[2] ?? 3)
const LIMITS = { maxImages: 1e6, surrounding: false }

const pages = (await readRealPages()).map(({ html }) => html)
const megabytes = pages.reduce((sum, html) => sum + Buffer.byteLength(html), 0) / 1e6
const rows = [
  measure('scan', (html) => findImagesScan(html, LIMITS).images.length),
  measure('htmlparser2 Parser', countWithParser),
  measure('DOM (cheerio, parse5)', (html) => findImagesDom(html, LIMITS).images.length),
]
process.stdout.write(`${pages.length} pages, ${megabytes.toFixed(1)} MB as UTF-8\n${rows.join('\n')}\n`)

function measure(name: string, count: (html: string) => number): string {
  let best = Number.POSITIVE_INFINITY
  let found = 0
  for (let round = 0; round <= rounds; round += 1) {
    const started = process.cpuUsage()
    found = pages.reduce((sum, html) => sum + count(html), 0)
    const { user, system } = process.cpuUsage(started)
    best = Math.min(best, (user + system) / 1e6)
  }
  return `${name.padEnd(24)}${(megabytes / best).toFixed(1).padStart(8)} MB per CPU-second  ${found} pictures`
}

function countWithParser(html: string): number {
  let found = 0
  const parser = new Parser({
    onopentag: (name) => {
      if (name === 'img') found += 1
    },
  })
  parser.end(html)
  return found
}
