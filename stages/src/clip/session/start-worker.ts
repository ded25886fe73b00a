import { SHARE_ENV, Worker } from 'node:worker_threads'

/** A worker thread that owns a model, ready; see `serveRequests` for its side. */
export interface ModelWorker<Request, Answer> {
  /** Hands over the buffer of `request.data`. Rejects if the run fails, the worker is dead, or `close` is called. */
  readonly run: (request: Request) => Promise<Answer>
  /** Rejects what is pending and waits until the worker is gone. May be called again. */
  readonly close: () => Promise<void>
  /** What computes, with its version. */
  readonly runtime: string
  /** Time that the device computed so far, ms. */
  readonly computeMs: () => number
  /** True once a run failed or the worker died: a lost device does not come back to its session. */
  readonly isSpent: () => boolean
}

/**
 * `ready` or `unfit` once, then one `answer` or `failed` for each request. `computeMs`: what the device took;
 * `runtime`: name and version of what computes.
 */
export type FromWorker<Answer> =
  | { readonly kind: 'ready'; readonly runtime: string }
  | { readonly kind: 'unfit'; readonly detail: string }
  | { readonly kind: 'answer'; readonly id: number; readonly computeMs: number; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly id: number; readonly detail: string }

export interface WorkerStart {
  /** Compiled entry point that calls `serveRequests`. */
  readonly script: string
  readonly workerData: object
  /** For messages: what has to open (`both towers`), and what was closed (`embedder`). */
  readonly parts: string
  readonly noun: string
  /** The error for a worker that does not start. */
  readonly toError: (problem: string) => Error
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/** Rejects with `toError` of what it found if the worker does not open its model. It keeps the event loop alive. */
export async function startWorker<Request extends { readonly data: ArrayBufferView }, Answer>({
  script,
  workerData,
  parts,
  noun,
  toError,
}: WorkerStart): Promise<ModelWorker<Request, Answer>> {
  const worker = new Worker(script, { workerData, execArgv: [], env: SHARE_ENV })
  const waiting = new Map<number, Waiting<Answer>>()
  let nextId = 0
  let dead: Error | null = null
  let closing: Promise<void> | null = null
  let computeMs = 0
  let hasFailed = false

  const fail = (error: Error) => {
    dead ??= error
    for (const { reject } of waiting.values()) reject(dead)
    waiting.clear()
  }
  const gone = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      fail(new Error(`Expected a session worker, got its end with code ${code}`))
      resolve()
    })
  })
  const settle = (message: FromWorker<Answer>) => {
    if (message.kind !== 'answer' && message.kind !== 'failed') return
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'answer') {
      computeMs += message.computeMs
      call?.resolve(message.answer)
    } else {
      hasFailed = true
      call?.reject(new Error(`Expected rows from the model, got ${message.detail}`))
    }
  }

  const opened = new Promise<string | { readonly runtime: string }>((resolve) => {
    worker.on('error', (error: unknown) => {
      const detail = `Expected a session worker, got its error: ${String(error)}`
      fail(new Error(detail, { cause: error }))
      resolve(detail)
    })
    worker.on('message', (message: FromWorker<Answer>) => {
      if (message.kind === 'ready') resolve({ runtime: message.runtime })
      else if (message.kind === 'unfit') resolve(`Expected ${parts} to open, got ${message.detail}`)
      else settle(message)
    })
    gone.then(() => resolve('Expected a session worker to start, got its end'))
  })

  const run = (request: Request): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (dead !== null) return reject(dead)
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, request }, [request.data.buffer as ArrayBuffer])
    })

  const close = (): Promise<void> => {
    fail(new Error(`Expected an open ${noun}, got a closed one`))
    closing ??= Promise.resolve()
      .then(() => worker.postMessage(null))
      .then(() => gone)
    return closing
  }

  const result = await opened
  if (typeof result === 'string') {
    await worker.terminate()
    throw toError(result)
  }
  const { runtime } = result
  return { run, close, runtime, computeMs: () => computeMs, isSpent: () => hasFailed || dead !== null }
}
