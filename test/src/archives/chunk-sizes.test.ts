import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ReadTuning } from '@warc2dataset/stages/warc/archive-record'
import { randomNumbers, readAll, withFile } from '@warc2dataset/stages/warc/warc-fixtures'
import { describe, expect, it } from 'vitest'
import { SHARED } from '../place.js'
import { memberDamages } from './damage.js'
import { expectAccounted } from './expect-accounted.js'
import { archiveOf, type Format, writtenRecord, writtenRecords } from './generated-crawl.js'

/** Besides the whole archive at once. */
const RANDOM_SIZES = 7

/** Every field of every event, blocks as digests, and the account. */
async function readWith(bytes: Buffer, tuning: Partial<ReadTuning>) {
  const { events, account } = await withFile(bytes, (path) => readAll(path, { tuning }))
  expectAccounted({ events, account }, bytes)
  const told = events.map((event) =>
    event.kind === 'gap'
      ? event
      : {
          ...event,
          block: createHash('sha256')
            .update(event.block ?? '')
            .digest('hex'),
        },
  )
  return { told, account }
}

async function expectSame(bytes: Buffer, seed: number, smallest: number): Promise<void> {
  const whole = await readWith(bytes, { chunkBytes: bytes.length + 1 })
  expect(whole.told.length).toBeGreaterThan(1)
  const next = randomNumbers(seed)
  const sizes = Array.from({ length: RANDOM_SIZES }, () => smallest + (next() % Math.ceil(bytes.length / 2)))
  const small = Array.from({ length: RANDOM_SIZES }, () => smallest + (next() % 300))
  for (const chunkBytes of [smallest, ...sizes, ...small]) {
    expect(await readWith(bytes, { chunkBytes }), `chunkBytes ${chunkBytes}`).toEqual(whole)
  }
}

/** Records whose lengths lie, with junk between: what a plain archive can have wrong. */
function damagedPlain(format: Format, seed: number): Buffer {
  const lies = [-9, 7, 400, 999_999_999_999]
  const parts = writtenRecords(format, 12, seed).flatMap(({ url, block, bytes }, i) => {
    const length = Math.max(0, block.length + (lies[i % 5] ?? 0))
    const record = i % 5 < lies.length ? writtenRecord(format, url, block, { length }).bytes : bytes
    return i % 4 === 3 ? [record, Buffer.alloc(50), Buffer.from('junk: of some kind\n')] : [record]
  })
  return Buffer.concat(parts)
}

describe.each(['warc', 'arc'] as const)(
  '%s: events and account do not depend on the size of a chunk',
  (format) => {
    const records = writtenRecords(format, 8, 21)
    const damages = memberDamages(format, 22)
    const damagedGzip = Buffer.concat(
      damages.flatMap(({ bytes }, i) => [gzipSync(records[i % records.length]?.bytes ?? ''), bytes]),
    )
    it.each<[string, Buffer]>([
      ['gzip by member', archiveOf(records, 'gzip')],
      ['a single member', gzipSync(archiveOf(records, 'plain'))],
      ['plain', archiveOf(records, 'plain')],
      ['gzip with every damage', damagedGzip],
      ['plain with lying lengths and junk', damagedPlain(format, 23)],
      ['plain, cut', damagedPlain(format, 24).subarray(0, -100)],
    ])('%s, from 1 byte on', async (_, bytes) => {
      await expectSame(bytes, 25, 1)
    })
  },
)

const real: [string, number][] = [
  ['whirlwind.warc.gz', 1],
  ['whirlwind.warc.wet.gz', 1],
  ['whirlwind.warc', 100],
  ['example.arc.gz', 4000],
]
const missing = real.filter(([name]) => !existsSync(join(SHARED, 'warc', name)))
const why = missing.length === 0 ? '' : ' — SKIPPED: ../shared/data/warc lacks some'

describe.skipIf(missing.length > 0)(`nor do those of real archives${why}`, () => {
  it.each(real)('%s, from %i bytes on', async (name, smallest) => {
    await expectSame(await readFile(join(SHARED, 'warc', name)), 26, smallest)
  })
})
