import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip, gzip } from 'node:zlib'
import { entryRecords, hugeRecordFields, type RecordContext, warcinfoRecord } from './archive-records.js'
import type { ArchivePlan } from './crawl-plan.js'
import { damageMember } from './damage-member.js'
import { inOrder } from './in-order.js'
import { createRandom, randomBytes } from './seeded-random.js'
import { streamRecord } from './write-record.js'

const gzipMember = promisify(gzip)
const ENTRIES_AHEAD = 8

/** Where a damaged member lies; the next member, if it is whole, begins at `offset + length`. */
export interface DamagedMember {
  readonly file: string
  readonly offset: number
  readonly length: number
  readonly kind: string
  /** The page whose answer is lost. */
  readonly url: string
}

/** What writing an archive tells that its plan does not. */
export interface WrittenArchive {
  readonly file: string
  readonly bytes: number
  readonly uncompressedBytes: number
  readonly damaged: readonly DamagedMember[]
}

/** Writes one archive, streaming: memory holds a few records, whatever the size. `hugeBytes` 0 adds no huge record. */
export async function writeArchive(
  archive: ArchivePlan,
  outDir: string,
  context: RecordContext,
  hugeBytes: number,
): Promise<WrittenArchive> {
  const file = join(outDir, archive.name)
  const tally = { bytes: 0, uncompressedBytes: 0 }
  const damaged: DamagedMember[] = []
  const pieces = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of archivePieces(archive, context, hugeBytes)) {
      if (piece.damagedUrl !== undefined && archive.damage !== undefined) {
        const { kind } = archive.damage
        damaged.push({ file, offset: tally.bytes, length: piece.bytes.length, kind, url: piece.damagedUrl })
      }
      tally.bytes += piece.bytes.length
      tally.uncompressedBytes += piece.uncompressed
      yield piece.bytes
    }
  }
  if (archive.compression !== 'single') {
    await pipeline(pieces, createWriteStream(file))
    return { file, ...tally, damaged }
  }
  const target = createWriteStream(file)
  await pipeline(pieces, createGzip(), target)
  return { file, bytes: target.bytesWritten, uncompressedBytes: tally.uncompressedBytes, damaged }
}

interface Piece {
  readonly bytes: Buffer
  readonly uncompressed: number
  readonly damagedUrl?: string
}

async function* archivePieces(
  archive: ArchivePlan,
  context: RecordContext,
  hugeBytes: number,
): AsyncGenerator<Piece> {
  yield await makePiece(archive, await warcinfoRecord(archive, context))
  if (hugeBytes > 0) yield* hugePieces(archive, context, hugeBytes)
  const work = (position: number): Promise<readonly Piece[]> => entryPieces(archive, position, context)
  for await (const pieces of inOrder(archive.entries.keys(), ENTRIES_AHEAD, work)) yield* pieces
}

async function makePiece(archive: ArchivePlan, record: Buffer): Promise<Piece> {
  const bytes = archive.compression === 'member' ? await gzipMember(record) : record
  return { bytes, uncompressed: record.length }
}

async function entryPieces(
  archive: ArchivePlan,
  position: number,
  context: RecordContext,
): Promise<readonly Piece[]> {
  const records = await entryRecords(archive, position, context)
  const pieces = await Promise.all(records.map((record) => makePiece(archive, record)))
  const { damage } = archive
  const [answer, entry] = [pieces.at(-1), archive.entries[position]]
  if (damage?.entry !== position || answer === undefined || entry === undefined) return pieces
  const broken = { ...answer, bytes: damageMember(answer.bytes, damage.kind), damagedUrl: entry.url }
  return [...pieces.slice(0, -1), broken]
}

const BLOCK = 1 << 20

async function* hugePieces(
  archive: ArchivePlan,
  context: RecordContext,
  bytes: number,
): AsyncGenerator<Piece> {
  // Deflate looks back 32 KiB: a repeated block of a mebibyte does not compress, and costs no drawing.
  const block = randomBytes(createRandom(`huge/${context.seed}`), BLOCK)
  const body = function* (): Generator<Buffer> {
    for (let left = bytes; left > 0; left -= BLOCK) yield block.subarray(0, Math.min(left, BLOCK))
  }
  let uncompressed = 0
  const record = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of streamRecord(hugeRecordFields(context, bytes), body)) {
      uncompressed += chunk.length
      yield chunk
    }
  }
  if (archive.compression === 'member') {
    const member = createGzip({ level: 1 })
    const done = pipeline(Readable.from(record()), member)
    // Reading the member throws the same error.
    done.catch(() => undefined)
    for await (const chunk of member) yield { bytes: chunk, uncompressed: 0 }
    await done
  } else {
    for await (const chunk of record()) yield { bytes: Buffer.from(chunk), uncompressed: 0 }
  }
  yield { bytes: Buffer.alloc(0), uncompressed }
}
