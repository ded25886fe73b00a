import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SHARED } from '../place.js'
import { readPrefixes } from './prefixes.js'

const NAMES = ['whirlwind.warc.gz', 'whirlwind.warc']
const missing = NAMES.filter((name) => !existsSync(join(SHARED, 'warc', name)))
const why = missing.length === 0 ? '' : ` — SKIPPED: ../shared/data/warc lacks ${missing.join(', ')}`

describe.skipIf(missing.length > 0)(`prefixes of a real archive${why}`, () => {
  it.each(NAMES)('%s: 0 to 8 KiB, each, and 2,000 drawn beyond', async (name) => {
    const bytes = await readFile(join(SHARED, 'warc', name))
    const counts = await readPrefixes(bytes, { upTo: 8192, drawn: 2000, seed: 33 })
    for (const [length, count] of counts) if (count === null) expect(length).toBeLessThan(100)
    expect(counts.size).toBeGreaterThan(8192 + 1000)
    // The third of the four records, the page, is most of the file.
    expect(counts.get(8192)).toBeLessThan(Math.max(...[...counts.values()].map((count) => count ?? 0)))
  })
})
