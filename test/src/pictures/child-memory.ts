import { readFileSync, writeFileSync } from 'node:fs'
import { type Decoder, openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits, type PictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import type { PictureOutcome } from '@warc2dataset/stages/picture/picture-outcome'

export interface MeasuredOutcome {
  readonly outcome: PictureOutcome
  /** Largest resident size of a child while it had the picture, bytes: VmHWM of proc(5), which is reset before. */
  readonly peakBytes: number
  /** The child that began with the picture is there afterwards. */
  readonly isChildAlive: boolean
}

export interface MeasuredDecoder {
  /** One at a time. */
  readonly decode: (bytes: Buffer) => Promise<MeasuredOutcome>
  readonly stats: Decoder['stats']
  readonly close: () => Promise<void>
}

const sampleMs = 4

/** One child whose memory is watched; Linux only. No other decoder may be open in this process. */
export async function openMeasuredDecoder(
  limits: PictureLimits = defaultPictureLimits,
): Promise<MeasuredDecoder> {
  const { decode: ask, stats, close } = await openDecoder({ limits, children: 1 })
  const decode = async (bytes: Buffer): Promise<MeasuredOutcome> => {
    const before = decoderChildren()
    for (const pid of before) writeFileSync(`/proc/${pid}/clear_refs`, '5')
    // A child that is replaced takes its peak along: it is looked at all the while, too.
    let peakBytes = peakOf(before)
    const look = () => {
      peakBytes = Math.max(peakBytes, peakOf(decoderChildren()))
    }
    const timer = setInterval(look, sampleMs)
    const outcome = await ask(bytes, new AbortController().signal).finally(() => clearInterval(timer))
    look()
    return {
      outcome,
      peakBytes,
      isChildAlive: before.every((pid) => decoderChildren().includes(pid)),
    }
  }
  return { decode, stats, close }
}

/** Process ids of the decoder children of this process. */
export function decoderChildren(): readonly number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim()
  const pids = children === '' ? [] : children.split(/\s+/).map(Number)
  return pids.filter((pid) => (readProc(pid, 'cmdline') ?? '').includes('decode-child.js'))
}

function peakOf(pids: readonly number[]): number {
  const kib = pids.map((pid) => Number(/^VmHWM:\s+(\d+) kB/m.exec(readProc(pid, 'status') ?? '')?.[1] ?? 0))
  return 1024 * Math.max(0, ...kib)
}

/** Undefined if the process is gone. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
