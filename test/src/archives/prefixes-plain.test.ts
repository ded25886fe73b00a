import { describe, expect, it } from 'vitest'
import { archiveOf, writtenRecords } from './generated-crawl.js'
import { readPrefixes } from './prefixes.js'

describe('prefixes of a plain archive: no archive, or the first records of the whole', () => {
  it.each(['warc', 'arc'] as const)('%s: 0 to 8 KiB, each, and 2,000 drawn beyond', async (format) => {
    const records = writtenRecords(format, 30, 31)
    const counts = await readPrefixes(archiveOf(records, 'plain'), { upTo: 8192, drawn: 2000, seed: 32 })
    for (const [length, count] of counts) {
      // Every record whose header and block lie within the prefix is there, and at most one that is cut.
      let end = 0
      const whole = records.findIndex(({ bytes }) => {
        end += bytes.length
        return end > length
      })
      if (count === null) expect(length).toBeLessThan(records[0]?.bytes.length ?? 0)
      else if (whole >= 0 && count !== whole) expect(count, `at ${length}`).toBe(whole + 1)
    }
    expect(counts.size).toBeGreaterThan(8192 + 1000)
  })
})
