import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openTower, RUNTIME, type Tower } from '../model/open-tower.js'
import { toTensor } from '../pixels/preprocess.js'
import { normaliseRows } from './embed-rows.js'
import type { FromSession, SessionOptions, ToSession } from './session-messages.js'

/**
 * Entry point of a session worker, started by `openEmbedder` only. It holds both towers and is the one owner of its
 * device: two threads with WebGPU sessions crash the process. A `null` ends it.
 */
async function main(port: MessagePort, options: SessionOptions): Promise<void> {
  const { model, provider, batchSize, fixedBatch, threads } = options
  const { dim, image, text } = model.manifest
  const towers: Tower[] = []

  const open = async () => {
    for (const name of ['image', 'text'] as const)
      towers.push(await openTower(model, name, { provider, threads }))
    const [images, texts] = towers
    if (images === undefined || texts === undefined) throw new Error('Expected two towers, got fewer')
    const floats = new Float32Array(batchSize * 3 * image.size ** 2)
    const ids = new Int32Array(batchSize * text.context)
    return async ({ tower, rows, data, lengths }: ToSession) => {
      const run = fixedBatch ? batchSize : rows
      if (tower === 'text') {
        ids.fill(text.pad).set(data)
        return timed(() => texts.run(ids.subarray(0, run * text.context), run, lengths))
      }
      const length = 3 * image.size ** 2
      const pixels = Array.from({ length: rows }, (_, i) => data.subarray(i * length, (i + 1) * length))
      toTensor(pixels as Uint8Array[], image.mean, image.std, floats)
      const input = floats.subarray(0, run * length).fill(0, rows * length)
      return timed(() => images.run(input, run))
    }
  }

  const send = (message: FromSession, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  try {
    const run = await open()
    let last = Promise.resolve()
    const answer = async (request: ToSession) => {
      const { output, computeMs } = await run(request)
      const { vectors, valid } = normaliseRows(output, request.rows, dim)
      const buffers = [vectors.buffer, valid.buffer] as ArrayBuffer[]
      send({ kind: 'rows', id: request.id, computeMs, vectors, valid }, buffers)
    }
    const close = async () => {
      try {
        for (const tower of towers) await tower.close()
      } finally {
        port.close()
      }
    }
    port.on('message', (request: ToSession | null) => {
      last = last
        .then(() => (request === null ? close() : answer(request)))
        .catch((error: unknown) => send({ kind: 'failed', id: request?.id ?? -1, detail: String(error) }))
    })
    send({ kind: 'ready', runtime: RUNTIME })
  } catch (error) {
    send({ kind: 'unfit', detail: error instanceof Error ? error.message : String(error) })
    port.close()
  }
}

async function timed(
  run: () => Promise<Float32Array>,
): Promise<{ readonly output: Float32Array; readonly computeMs: number }> {
  const started = performance.now()
  const output = await run()
  return { output, computeMs: performance.now() - started }
}

if (parentPort === null) throw new Error('Expected to run in a worker thread, got the main thread')
await main(parentPort, workerData as SessionOptions)
