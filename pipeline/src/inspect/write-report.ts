import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Exhibits, type Inspection, inspectionSchema } from '@warc2dataset/schemas'
import { fitExhibits } from './fit-exhibits.js'

/** The page without data; web/build.mjs makes it. */
const TEMPLATE = new URL('../../../web/dist/report.html', import.meta.url)
/** Of report.html, at most: what opens at once, and goes through any mail. */
const MOST_BYTES = 5e6
const PLACE = '<!-- report data -->'

export interface WrittenReport {
  readonly json: string
  readonly html: string
  /** Of report.html. */
  readonly bytes: number
}

/** Writes `inspect.json` and `report.html` (with as many rows to look at as 5 MB take), each whole or not at all. */
export async function writeReport(
  folder: string,
  inspection: Inspection,
  exhibits: Exhibits,
): Promise<WrittenReport> {
  // Through the schema: its order of keys is that of the file, whoever built the object.
  const checked = inspectionSchema.parse(inspection)
  const page = await readFile(fileURLToPath(TEMPLATE), 'utf8')
  const [before, after, ...more] = page.split(PLACE)
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`Expected one ${PLACE} for the page in web/dist, got ${page.split(PLACE).length - 1}`)
  }
  const numbers = block('inspection', checked)
  const room = MOST_BYTES - Buffer.byteLength(page) - Buffer.byteLength(numbers)
  const bytesOf = (shown: Exhibits): number => Buffer.byteLength(block('exhibits', shown))
  const blocks = `${numbers}\n${block('exhibits', fitExhibits(exhibits, room, bytesOf))}`
  const html = `${before}${blocks}${after}`
  await mkdir(folder, { recursive: true })
  const paths = { json: join(folder, 'inspect.json'), html: join(folder, 'report.html') }
  await replaceFile(paths.json, `${JSON.stringify(checked, null, 1)}\n`)
  await replaceFile(paths.html, html)
  return { ...paths, bytes: Buffer.byteLength(html) }
}

/** A data block: JSON that no HTML parser takes for anything else, whatever a crawl has written into its strings. */
function block(id: string, value: unknown): string {
  const json = JSON.stringify(value).replace(/[<\u2028\u2029]/g, escaped)
  return `<script type="application/json" id="${id}">${json}</script>`
}

function escaped(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
}

async function replaceFile(path: string, content: string): Promise<void> {
  await writeFile(`${path}.partial`, content)
  await rename(`${path}.partial`, path)
}
