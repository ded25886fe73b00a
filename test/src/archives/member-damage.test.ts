import { gzipSync } from 'node:zlib'
import { brief, readAll, withFile } from '@warc2dataset/stages/warc/warc-fixtures'
import { describe, expect, it } from 'vitest'
import { type Damage, memberDamages } from './damage.js'
import { expectAccounted } from './expect-accounted.js'
import { type Format, writtenRecords } from './generated-crawl.js'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

/** The damages in a row, a sound member after each: bytes, and what must be found in them. */
function damagedArchive(format: Format, damages: readonly Damage[], seed: number) {
  const sound = writtenRecords(format, damages.length + 1, seed)
  const parts: Buffer[] = []
  const expected: string[] = []
  let offset = 0
  const add = (bytes: Buffer, line: string): void => {
    parts.push(bytes)
    expected.push(line)
    offset += bytes.length
  }
  for (const [i, { url, block, bytes }] of sound.entries()) {
    add(gzipSync(bytes), `${url} ${block.length}`)
    const damage = damages[i]
    if (damage === undefined) continue
    const { found } = damage
    add(damage.bytes, 'gap' in found ? `${found.gap}@${offset}+${damage.bytes.length}` : found.record)
  }
  return { bytes: Buffer.concat(parts), expected }
}

describe.each(['warc', 'arc'] as const)(
  '%s: sixteen kinds of damage, each between two sound members',
  (format) => {
    it.each(SEEDS)(
      'seed %i: every record around is found, every gap has its place and reason',
      async (seed) => {
        const { bytes, expected } = damagedArchive(format, memberDamages(format, seed), seed)
        const result = await withFile(bytes, readAll)
        expect(brief(result.events)).toEqual(expected)
        expectAccounted(result, bytes)
      },
    )

    it.each(memberDamages(format, 9).map((damage) => [damage.name, damage] as const))(
      '%s, three times in a row: the record after it is found',
      async (_, damage) => {
        const [before, after] = writtenRecords(format, 2, 11).map(({ bytes }) => gzipSync(bytes))
        const bytes = Buffer.concat([
          before ?? '',
          damage.bytes,
          damage.bytes,
          damage.bytes,
          after ?? '',
        ] as Buffer[])
        const result = await withFile(bytes, readAll)
        const lines = brief(result.events)
        expect(lines[0]).toMatch(/^http:\/\/site0/)
        expect(lines.at(-1)).toMatch(/^http:\/\/site1/)
        expect(result.account.gapBytes).toBe('gap' in damage.found ? 3 * damage.bytes.length : 0)
        expectAccounted(result, bytes)
      },
    )
  },
)
