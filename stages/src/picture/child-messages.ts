import type { DecodeAnswer, DecodeRequest } from './decode-picture.js'

/** Parent to child. */
export type ToChild = DecodeRequest

/** Child to parent: `ready` once (or `unfit` and exit), then one `answer` for each request. */
export type FromChild =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unfit'; readonly detail: string }
  | ({ readonly kind: 'answer' } & DecodeAnswer)

/** The message if it has the shape of one; a child that a picture took over may send anything. */
export function readFromChild(message: unknown): FromChild | undefined {
  if (!isObject(message)) return undefined
  if (message['kind'] === 'ready') return { kind: 'ready' }
  if (message['kind'] === 'unfit') return { kind: 'unfit', detail: String(message['detail']) }
  const outcome = message['outcome']
  if (message['kind'] !== 'answer' || !isObject(outcome)) return undefined
  const whole =
    outcome['ok'] === true ? Buffer.isBuffer(outcome['jpeg']) : typeof outcome['code'] === 'string'
  return whole ? (message as unknown as FromChild) : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
