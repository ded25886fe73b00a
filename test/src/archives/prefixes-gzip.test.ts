import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { archiveOf, writtenRecords } from './generated-crawl.js'
import { readPrefixes } from './prefixes.js'

describe('prefixes of a gzip archive: no archive, or the first records of the whole', () => {
  it.each([
    ['warc', { upTo: 8192, drawn: 2000, seed: 32 }],
    ['arc', { upTo: 2000, drawn: 300, seed: 33 }],
  ] as const)('%s', async (format, choice) => {
    const records = writtenRecords(format, 16, 31)
    const counts = await readPrefixes(archiveOf(records, 'gzip'), choice)
    const [first] = records.map(({ bytes }) => gzipSync(bytes).length)
    // Until its first record can be told, a file is no archive.
    for (const [length, count] of counts) if (count === null) expect(length).toBeLessThan(first ?? 0)
    expect(counts.size).toBeGreaterThan(choice.upTo + choice.drawn / 2)
    expect(Math.max(...[...counts.values()].map((count) => count ?? 0))).toBeGreaterThan(10)
  })
})
