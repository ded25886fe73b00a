import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request. */
export type ServerStep =
  | { readonly kind: 'say'; readonly text: string; readonly finish?: string; readonly afterMs?: number }
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      /** A text goes as it is, anything else as JSON. */
      readonly body: unknown
    }
  /** Never a byte. */
  | { readonly kind: 'hang' }
  /** A head and half a body, then silence. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'reset' }

/** One request as it came. */
export interface AskedFor {
  /** Hash of what decides the answer: picture, model, text, seed. */
  readonly id: string
  readonly jpeg: Buffer
  /** The bytes of the picture after its JPEG mark, as text. */
  readonly picture: string
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, unknown>>
  /** Requests in flight, this one too. */
  readonly inFlight: number
  /** True once a whole answer of status 200 with choices has left for somebody who was still there. */
  wasAnswered: boolean
}

export interface CaptionServer {
  readonly baseUrl: string
  readonly log: readonly AskedFor[]
  /** From here to `release` no answer leaves, not even one that was begun. */
  readonly hold: () => void
  readonly release: () => void
  readonly close: () => Promise<void>
}

const MARK = Buffer.from([0xff, 0xd8, 0xff, 0xe0])

/** Bytes that pass for a JPEG where nobody decodes. */
export function fakeJpeg(name: string): Buffer {
  return Buffer.concat([MARK, Buffer.from(name)])
}

/** A chat completions API on loopback; `script` gets the picture and how often the same was asked before. */
export async function startCaptionServer(
  script: (picture: string, before: number, asked: AskedFor) => ServerStep,
): Promise<CaptionServer> {
  const log: AskedFor[] = []
  const times = new Map<string, number>()
  const held: (() => void)[] = []
  let isHeld = false
  let inFlight = 0
  const whenFree = (send: () => void): void => {
    if (isHeld) held.push(send)
    else send()
  }
  const server = createServer(async (request, response) => {
    inFlight += 1
    response.on('close', () => {
      inFlight -= 1
    })
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as AskedFor['body']
    const content = contentOf(body)
    const before = times.get(content.id) ?? 0
    times.set(content.id, before + 1)
    const asked: AskedFor = { ...content, body, headers: request.headers, inFlight, wasAnswered: false }
    log.push(asked)
    const isRoute = request.method === 'POST' && request.url === '/v1/chat/completions'
    const step: ServerStep = isRoute
      ? script(asked.picture, before, asked)
      : { kind: 'answer', status: 404, body: '' }
    const send = (): void => whenFree(() => perform(step, response, asked))
    setTimeout(send, step.kind === 'say' ? (step.afterMs ?? 0) : 0)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    log,
    hold: () => {
      isHeld = true
    },
    release: () => {
      isHeld = false
      for (const send of held.splice(0)) send()
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The form of a completion. */
export function completion(text: unknown, finish = 'stop'): unknown {
  return {
    id: 'x',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content: text } }],
    usage: { prompt_tokens: 90, completion_tokens: 7, total_tokens: 97 },
  }
}

function perform(step: ServerStep, response: ServerResponse, asked: AskedFor): void {
  const json = { 'content-type': 'application/json' }
  if (response.destroyed || response.socket?.destroyed !== false) return
  switch (step.kind) {
    case 'say':
      response.once('finish', () => {
        asked.wasAnswered = true
      })
      response.writeHead(200, json).end(JSON.stringify(completion(step.text, step.finish)))
      return
    case 'answer': {
      const { status, body } = step
      const isCompletion = status === 200 && typeof body === 'object' && body !== null && 'choices' in body
      response.once('finish', () => {
        asked.wasAnswered = isCompletion
      })
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      response.writeHead(status, { ...json, ...step.headers }).end(text)
      return
    }
    case 'stall':
      response.writeHead(200, json).write('{"choices": [')
      return
    case 'reset':
      response.destroy()
      return
    case 'hang':
  }
}

function contentOf(body: AskedFor['body']): Pick<AskedFor, 'id' | 'text' | 'picture' | 'jpeg'> {
  const [message] = body['messages'] as readonly { readonly content: readonly Record<string, unknown>[] }[]
  const part = (type: string) => message?.content.find((one) => one['type'] === type)
  const image = part('image_url')?.['image_url'] as { readonly url: string } | undefined
  const jpeg = Buffer.from((image?.url ?? '').replace('data:image/jpeg;base64,', ''), 'base64')
  const text = part('text')?.['text'] as string
  const id = createHash('sha256')
    .update(JSON.stringify([body['model'], text, body['seed'] ?? null]))
    .update(jpeg)
    .digest('hex')
  return { id, text, jpeg, picture: jpeg.subarray(MARK.length).toString('utf8') }
}
