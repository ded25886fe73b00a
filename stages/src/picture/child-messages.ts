import type { CutOutcome, CutRequest } from './cut-stored.js'
import type { DecodeAnswer } from './decode-picture.js'
import type { HostilePicture } from './open-picture.js'
import type { PictureOutcome } from './picture-outcome.js'
import type { PixelOutcome, PixelRequest } from './read-pixels.js'
import type { RgbOutcome, RgbRequest } from './read-rgb.js'

/** What a child can be asked, and what comes of it. */
export interface Tasks {
  readonly decode: { readonly request: HostilePicture; readonly outcome: PictureOutcome }
  readonly pixels: { readonly request: PixelRequest; readonly outcome: PixelOutcome }
  readonly cut: { readonly request: CutRequest; readonly outcome: CutOutcome }
  readonly rgb: { readonly request: RgbRequest; readonly outcome: RgbOutcome }
}
export type Task = keyof Tasks

/** Parent to child. */
export type ToChild<T extends Task = Task> = { [K in T]: { readonly kind: K } & Tasks[K]['request'] }[T]

/** Child to parent: `ready` once (or `unfit` and exit), then one `answer` for each request. */
export type FromChild =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unfit'; readonly detail: string }
  | ({ readonly kind: 'answer' } & DecodeAnswer<Tasks[Task]['outcome']>)

/** The message if it has the shape of one; a child that a picture took over may send anything. */
export function readFromChild(message: unknown): FromChild | undefined {
  if (!isObject(message)) return undefined
  if (message['kind'] === 'ready') return { kind: 'ready' }
  if (message['kind'] === 'unfit') return { kind: 'unfit', detail: String(message['detail']) }
  if (message['kind'] !== 'answer' || !isObject(message['outcome'])) return undefined
  return message as unknown as FromChild
}

/** Whether an answer is one to this request. */
export function answers<T extends Task>(
  request: ToChild<T>,
  answer: DecodeAnswer<unknown>,
): answer is DecodeAnswer<Tasks[T]['outcome']> {
  const outcome = answer.outcome as Record<string, unknown>
  if (outcome['ok'] !== true) return typeof outcome['code'] === 'string'
  const asked = request as ToChild
  if (asked.kind === 'rgb') return hasRgb(asked, outcome['rgb'])
  if (asked.kind === 'pixels') return hasPixels(asked, outcome['pixels'])
  return Buffer.isBuffer(outcome['jpeg']) && (asked.kind === 'cut' || hasMeasures(outcome))
}

/** What is written down of a picture, and how: a row that is none would end the whole shard. */
function hasMeasures(outcome: Record<string, unknown>): boolean {
  const sizes = ['width', 'height', 'originalWidth', 'originalHeight', 'orientation', 'frames']
  const { brightness, contrast, dataMining } = outcome
  return (
    sizes.every((name) => Number.isInteger(outcome[name])) &&
    [brightness, contrast].every(Number.isFinite) &&
    [outcome['phash'], outcome['dhash']].every((hash) => typeof hash === 'string' && isHash.test(hash)) &&
    (dataMining === null || (typeof dataMining === 'string' && dataMining.length <= 100))
  )
}

const isHash = /^[0-9a-f]{16}$/

function hasRgb({ size }: RgbRequest, rgb: unknown): boolean {
  return rgb instanceof Uint8Array && rgb.length === size.width * size.height * 3
}

function hasPixels({ specs }: PixelRequest, pixels: unknown): boolean {
  if (!Array.isArray(pixels) || pixels.length !== specs.length) return false
  return specs.every(({ size }, i) => {
    const each: unknown = pixels[i]
    return each instanceof Uint8Array && each.length === size * size * 3
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
