import { gzipSync } from 'node:zlib'
import { randomBytes } from '@warc2dataset/stages/warc/warc-fixtures'
import { type Format, LINE_END_BYTES, writtenRecord } from './generated-crawl.js'

/** A stretch of an archive that is no sound record, and how a reader that loses nothing puts it: `@` is its place. */
export interface Damage {
  readonly name: string
  readonly bytes: Buffer
  /** `reason`, for a gap as long as `bytes`; or the record that is found all the same. */
  readonly found: { readonly gap: string } | { readonly record: string }
}

const URL = 'http://damaged.example/'

/** Every kind of damage to a gzip member, drawn anew for each `seed`. */
export function memberDamages(format: Format, seed: number): readonly Damage[] {
  const block = Buffer.from(randomBytes(400 + (seed % 300), seed).toString('hex'))
  const member = gzipSync(writtenRecord(format, URL, block).bytes)
  const at = (n: number): number => n + (seed % 7)
  const flipped = (index: number): Buffer => {
    const copy = Buffer.from(member)
    copy[index] = (copy[index] ?? 0) ^ (1 << (seed % 8))
    return copy
  }
  const lying = (length: number | string): Buffer =>
    gzipSync(writtenRecord(format, URL, block, { length }).bytes)
  const named = Buffer.concat([Buffer.from([31, 139, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.from('crawl.wa')])
  const gap = (name: string, bytes: Buffer, reason: string): Damage => ({
    name,
    bytes,
    found: { gap: reason },
  })
  const record = (name: string, bytes: Buffer, text: string): Damage => ({
    name,
    bytes,
    found: { record: `${URL} ${text}` },
  })
  // A member is sound, so what its block lacks was never written; of what is over, the line ends are not the block's.
  return [
    gap('a wrong CRC-32', flipped(member.length - 8), 'corrupt_member'),
    gap('a wrong ISIZE', flipped(member.length - 4), 'corrupt_member'),
    gap('a flipped bit in the data', flipped(at(200)), 'corrupt_member'),
    gap(
      'a lost byte',
      Buffer.concat([member.subarray(0, at(300)), member.subarray(at(301))]),
      'corrupt_member',
    ),
    gap('a member cut short', member.subarray(0, at(250)), 'corrupt_member'),
    gap('a header cut in FNAME', named, 'corrupt_member'),
    gap('zero padding', Buffer.alloc(1 + (seed % 5000)), 'zero_padding'),
    gap('junk', randomBytes(1 + (seed % 900), seed + 1), 'junk'),
    gap('an empty member', gzipSync(''), 'empty_member'),
    gap('a member of text', gzipSync('<p>no record</p>\n'), 'junk'),
    gap('a negative length', lying(-block.length), 'bad_record_header'),
    gap('a length in words', lying('twelve'), 'bad_record_header'),
    gap('a length of 13 digits', lying('9'.repeat(13)), 'bad_record_header'),
    record('a length too small', lying(block.length - 1 - (seed % 300)), `${block.length}`),
    record(
      'a length too large',
      lying(block.length + LINE_END_BYTES[format] + at(1)),
      `${block.length} archive`,
    ),
    record('a length of 12 digits', lying('9'.repeat(12)), `${block.length} archive`),
  ]
}
