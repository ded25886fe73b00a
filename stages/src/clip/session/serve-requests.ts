import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { FromWorker } from './start-worker.js'

/** A model that is open in a worker thread. */
export interface Served<Request, Answer> {
  readonly answer: (request: Request) => Promise<{
    readonly answer: Answer
    /** What the device took, ms. */
    readonly computeMs: number
    /** Buffers of the answer that are handed over. */
    readonly transfer: readonly ArrayBuffer[]
  }>
  readonly close: () => Promise<void>
  readonly runtime: string
}

/**
 * What the entry point of a worker of `startWorker` does: it opens the model, says so, and answers requests one after
 * the other. A `null` ends it.
 */
export async function serveRequests<Options, Request, Answer>(
  open: (options: Options) => Promise<Served<Request, Answer>>,
): Promise<void> {
  if (parentPort === null) throw new Error('Expected to run in a worker thread, got the main thread')
  const port: MessagePort = parentPort
  const send = (message: FromWorker<Answer>, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(message, transfer)
  try {
    const served = await open(workerData as Options)
    let last = Promise.resolve()
    const reply = async (id: number, request: Request) => {
      const { answer, computeMs, transfer } = await served.answer(request)
      send({ kind: 'answer', id, computeMs, answer }, transfer)
    }
    const close = async () => {
      try {
        await served.close()
      } finally {
        port.close()
      }
    }
    port.on('message', (message: { readonly id: number; readonly request: Request } | null) => {
      last = last
        .then(() => (message === null ? close() : reply(message.id, message.request)))
        .catch((error: unknown) => send({ kind: 'failed', id: message?.id ?? -1, detail: String(error) }))
    })
    send({ kind: 'ready', runtime: served.runtime })
  } catch (error) {
    send({ kind: 'unfit', detail: error instanceof Error ? error.message : String(error) })
    port.close()
  }
}

/** Runs and says how long it took. */
export async function timed<T>(
  run: () => Promise<T>,
): Promise<{ readonly output: T; readonly computeMs: number }> {
  const started = performance.now()
  const output = await run()
  return { output, computeMs: performance.now() - started }
}
