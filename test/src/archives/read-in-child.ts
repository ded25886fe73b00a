import { runScript } from './run-script.js'

/** What a process that only reads an archive found. */
export interface ChildReport {
  readonly records: number
  readonly recordBytes: number
  readonly gapBytes: number
  readonly bytes: number
  readonly members: number
  /** Events whose offset was not where the one before had ended. */
  readonly misplaced: number
  /** `url block-length truncated` of the first 20 records. */
  readonly found: readonly string[]
  /** `reason@offset+length` of the first 20 gaps. */
  readonly gaps: readonly string[]
  /** Gaps by reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** The most memory that the process ever had, in MB. */
  readonly peakMb: number
}

/** For the heap; what the reader holds of an archive lies outside of it and counts in `peakMb`. */
const HEAP_MB = 64
/** A child that takes longer hangs. */
const LIMIT_MS = 50_000

const SCRIPT = `
import { readArchive } from '@warc2dataset/stages/warc/read-archive'
const [path, cap] = process.argv.slice(1)
const report = { found: [], gaps: [], misplaced: 0 }
const reasons = new Map()
let offset = 0
const entries = readArchive(path, { wantBlock: () => Number(cap) })
for (;;) {
  const next = await entries.next()
  if (next.done) {
    const { records, recordBytes, gapBytes, bytes, members } = next.value
    Object.assign(report, { records, recordBytes, gapBytes, bytes, members })
    break
  }
  for (const event of next.value) {
    if (event.length > 0 && event.offset !== offset) report.misplaced++
    offset += event.length
    if (event.kind === 'gap') {
      reasons.set(event.reason, (reasons.get(event.reason) ?? 0) + 1)
      if (report.gaps.length < 20) report.gaps.push(event.reason + '@' + event.offset + '+' + event.length)
    } else if (report.found.length < 20) {
      const parts = [event.targetUri, event.blockLength, event.truncated]
      report.found.push(parts.filter((part) => part !== null).join(' '))
    }
  }
}
// Kilobytes, which is what Linux and macOS give here.
const peakMb = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ ...report, reasons: Object.fromEntries(reasons), peakMb }))
`

/** Reads an archive in a process of its own with a small heap, keeping at most `cap` bytes of each block. */
export function readInChild(path: string, cap: number): Promise<ChildReport> {
  return runScript(SCRIPT, [path, String(cap)], {
    heapMb: HEAP_MB,
    limitMs: LIMIT_MS,
  }) as Promise<ChildReport>
}
