import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { pathToFileURL } from 'node:url'
import { openLanguageDetector } from '@warc2dataset/stages/language/open-language-detector'
import { SHARED } from '../place.js'
import { type Counts, measureDetector } from './measure-detector.js'
import { negativeTexts } from './negative-texts.js'
import { type Detect, type Load, peerDetectors } from './peer-detectors.js'
import { readSample } from './read-sample.js'

/**
 * `node --expose-gc test/dist/language/measure-detector-main.js SAMPLE [FOLDER PEER]`: accuracy by language and
 * length, answers it stands by, and time and memory of the detector of this project, or of PEER, a library of `peerDetectors` that is installed in FOLDER.
 */
const [, , path, folder, peer] = process.argv
const sample = readSample(path)
const before = process.memoryUsage.rss()
const detect = await open()
detect('warm')
const opened = process.memoryUsage.rss()
const { counts, mistakes, microseconds } = measureDetector(detect, sample)
const percent = (part: number, whole: number): string => ((100 * part) / Math.max(1, whole)).toFixed(1)

for (const size of ['long', 'short']) {
  stdout.write(`\n${size}: language, texts, right %, reliable %, right of those %\n`)
  const rows = Object.entries(counts).filter(([key]) => key.startsWith(size))
  for (const [key, count] of rows)
    stdout.write(`${key.slice(size.length + 1)} ${count.texts} ${line(count)}\n`)
}
stdout.write('\nlanguage>answer, times, of long texts, reliable and wrong\n')
const worst = Object.entries(mistakes).sort(([, a], [, b]) => b - a)
for (const [mistake, times] of worst.slice(0, 20)) stdout.write(`${mistake} ${times}\n`)
stdout.write('\nreliable % of texts without a language\n')
for (const [kind, texts] of Object.entries(negativeTexts(SHARED))) {
  const claimed = texts.filter((text) => detect(text).reliable).length
  stdout.write(`${kind} ${texts.length} ${percent(claimed, texts.length)}\n`)
}
stdout.write(
  `\n${microseconds.toFixed(1)} µs a text, ${Math.round((opened - before) / 1e6)} MB resident to open\n`,
)

async function open(): Promise<Detect> {
  if (folder === undefined || peer === undefined) return (await openLanguageDetector()).detect
  const chosen = peerDetectors[peer]
  if (!chosen)
    throw new Error(`Expected one of ${Object.keys(peerDetectors).join(', ')} for PEER, got ${peer}`)
  // A module of that folder, since packages that are only for `import` cannot be resolved from elsewhere.
  const loader = join(folder, 'load-peer.mjs')
  writeFileSync(loader, 'export const load = (specifier) => import(specifier)\n')
  const { load } = (await import(pathToFileURL(loader).href)) as { load: Load }
  return chosen(load)
}

function line({ texts, right, reliable, reliableRight }: Counts): string {
  return `${percent(right, texts)} ${percent(reliable, texts)} ${percent(reliableRight, reliable)}`
}
