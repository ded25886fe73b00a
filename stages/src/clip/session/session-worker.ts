import { openTower, RUNTIME, type Tower } from '../model/open-tower.js'
import { toTensor } from '../pixels/preprocess.js'
import { normaliseRows, type UnitRows } from './embed-rows.js'
import { type Served, serveRequests, timed } from './serve-requests.js'
import type { SessionOptions, ToSession } from './session-messages.js'

/**
 * Entry point of a session worker, started by `openEmbedder` only. It holds both towers and is the one owner of its
 * device: two threads with WebGPU sessions crash the process.
 */
await serveRequests(openTowers)

async function openTowers(options: SessionOptions): Promise<Served<ToSession, UnitRows>> {
  const { model, provider, batchSize, fixedBatch, threads } = options
  const { dim, image, text } = model.manifest
  const towers: Tower[] = []
  for (const name of ['image', 'text'] as const)
    towers.push(await openTower(model, name, { provider, threads }))
  const [images, texts] = towers
  if (images === undefined || texts === undefined) throw new Error('Expected two towers, got fewer')
  const floats = new Float32Array(batchSize * 3 * image.size ** 2)
  const ids = new Int32Array(batchSize * text.context)

  const run = async ({ tower, rows, data, lengths }: ToSession) => {
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

  return {
    answer: async (request) => {
      const { output, computeMs } = await run(request)
      const { vectors, valid } = normaliseRows(output, request.rows, dim)
      return {
        answer: { vectors, valid },
        computeMs,
        transfer: [vectors.buffer, valid.buffer] as ArrayBuffer[],
      }
    },
    close: async () => {
      for (const tower of towers) await tower.close()
    },
    runtime: RUNTIME,
  }
}
