import { maxJpegSide } from '../resize/resize-options.js'
import type { ResizePlan } from '../resize/resize-plan.js'
import { dataMining } from '../signals/data-mining.js'
import { encodePicture } from './encode-picture.js'
import { keepJpeg } from './keep-jpeg.js'
import { storeCost } from './memory-cost.js'
import { type Header, type HostilePicture, readHeader, refuseCost, refuseError } from './open-picture.js'
import { type PictureOutcome, refuse } from './picture-outcome.js'
import { isIdentity, planStored } from './stored-plan.js'

/** What a decoder child says of one picture. */
export interface DecodeAnswer<Outcome = PictureOutcome> {
  readonly outcome: Outcome
  /**
   * Memory ran out while trying, or may have (libwebp does not tell): what the process did before may be the
   * cause, so that only a fresh process can judge.
   */
  readonly exhausted: boolean
}

/**
 * Header, memory admission, decode, normalise, measure. Never rejects: what the decoder throws is an outcome.
 * Call it only in a child process after `restrictSharp`.
 */
export async function decodePicture(request: HostilePicture): Promise<DecodeAnswer> {
  const { bytes, limits } = request
  let large = false
  try {
    const header = await readHeader(request)
    if ('ok' in header) return { outcome: header, exhausted: false }
    const plan = planStored(header, limits)
    if (plan === null) return { outcome: refuseLength(header), exhausted: false }
    const cost = storeCost(header, bytes.length, plan)
    if (cost > limits.memoryBytes) return { outcome: refuseCost(header, cost, limits), exhausted: false }
    large = cost > limits.memoryBytes / 2
    return { outcome: await normalise(request, header, plan), exhausted: false }
  } catch (error) {
    const outcome = refuseError(error)
    return { outcome, exhausted: large || outcome.code === 'decode_memory' }
  }
}

function refuseLength({ format, width, height }: Header): PictureOutcome {
  return refuse('too_long', `${format} of ${width}x${height}: a side of it would be above ${maxJpegSide} px`)
}

async function normalise(request: HostilePicture, header: Header, plan: ResizePlan): Promise<PictureOutcome> {
  const kept = isIdentity(plan, header) ? await keepJpeg(request, header) : undefined
  const { jpeg, width, height, hadAlpha, measures } = kept ?? (await encodePicture(request, header, plan))
  return {
    ok: true,
    jpeg,
    width,
    height,
    originalWidth: header.width,
    originalHeight: header.height,
    format: header.format,
    reencoded: kept === undefined,
    orientation: header.orientation,
    hadAlpha,
    frames: header.frames,
    ...measures,
    dataMining: header.xmp === undefined ? null : dataMining(header.xmp),
  }
}
