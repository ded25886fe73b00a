import { SHARE_ENV, Worker } from 'node:worker_threads'
import { compiledScript } from '../compiled-script.js'
import { modelError } from '../model/load-model.js'
import type { UnitRows } from './embed-rows.js'
import type { FromSession, SessionOptions, ToSession } from './session-messages.js'

/** A session worker that is ready. */
export interface Session {
  /** Hands over the buffer of `batch.data`. Rejects if the run fails, the worker is dead, or `close` is called. */
  readonly run: (batch: Omit<ToSession, 'id'>) => Promise<UnitRows>
  /** Rejects what is pending and waits until the worker is gone. May be called again. */
  readonly close: () => Promise<void>
  /** What computes, with its version. */
  readonly runtime: string
  /** Time that the device computed so far, ms. */
  readonly computeMs: () => number
  /** True once a run failed or the worker died: a lost device does not come back to its session. */
  readonly isSpent: () => boolean
}

interface Waiting {
  readonly resolve: (rows: UnitRows) => void
  readonly reject: (error: Error) => void
}

/** Rejects with `RunError('model', …)` if the towers do not open. `script` plays the worker in tests. */
export async function startSession(
  options: SessionOptions,
  script: string = compiledScript('session/session-worker'),
): Promise<Session> {
  const worker = new Worker(script, { workerData: options, execArgv: [], env: SHARE_ENV })
  const waiting = new Map<number, Waiting>()
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
  const settle = (message: FromSession) => {
    if (message.kind !== 'rows' && message.kind !== 'failed') return
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'rows') {
      computeMs += message.computeMs
      call?.resolve({ vectors: message.vectors, valid: message.valid })
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
    worker.on('message', (message: FromSession) => {
      if (message.kind === 'ready') resolve({ runtime: message.runtime })
      else if (message.kind === 'unfit') resolve(`Expected both towers to open, got ${message.detail}`)
      else settle(message)
    })
    gone.then(() => resolve('Expected a session worker to start, got its end'))
  })

  const run: Session['run'] = (batch) =>
    new Promise((resolve, reject) => {
      if (dead !== null) return reject(dead)
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ ...batch, id }, [batch.data.buffer as ArrayBuffer])
    })

  const close = (): Promise<void> => {
    fail(new Error('Expected an open embedder, got a closed one'))
    closing ??= Promise.resolve()
      .then(() => worker.postMessage(null))
      .then(() => gone)
    return closing
  }

  const result = await opened
  if (typeof result === 'string') {
    await worker.terminate()
    throw modelError(options.model, [`provider ${options.provider}: ${result}`])
  }
  const { runtime } = result
  return { run, close, runtime, computeMs: () => computeMs, isSpent: () => hasFailed || dead !== null }
}
