import { load } from 'cheerio'

/** A data block of a report, found as a browser finds it and parsed. */
export function dataBlock<T>(html: string, id: string): T {
  const blocks = load(html)(`script[type="application/json"]#${id}`)
  if (blocks.length !== 1) throw new Error(`Expected one data block ${id}, got ${blocks.length}`)
  return JSON.parse(blocks.text()) as T
}
