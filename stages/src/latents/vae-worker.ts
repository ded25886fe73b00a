import { RUNTIME } from '../clip/model/open-tower.js'
import { type Served, serveRequests, timed } from '../clip/session/serve-requests.js'
import { openGraph } from './open-graph.js'
import { finiteRows, toBytes, toPlanes } from './picture-tensor.js'
import type { VaeAnswer, VaeRequest, VaeWorkerOptions } from './vae-messages.js'

/** Entry point of a VAE worker, started by `openVae` only: the one owner of its device. */
await serveRequests(openGraphs)

async function openGraphs(options: VaeWorkerOptions): Promise<Served<VaeRequest, VaeAnswer>> {
  const { vae } = options
  const encoder = await openGraph(vae, 'encoder', options)
  const decoder = options.decoder ? await openGraph(vae, 'decoder', options) : null

  const encode = async ({ data, rows, width, height }: VaeRequest & { readonly kind: 'encode' }) => {
    const input = toPlanes(data, rows, vae.manifest.encoder.range)
    const { output, computeMs } = await timed(() => encoder.run(input, rows, width, height))
    // A copy: the runtime owns the memory of its output.
    return { data: output.slice(), valid: finiteRows(output, rows), computeMs }
  }
  const decode = async ({ data, rows, width, height }: VaeRequest & { readonly kind: 'decode' }) => {
    if (decoder === null) throw new Error('Expected an open decoder, got none')
    const { output, computeMs } = await timed(() => decoder.run(data, rows, width, height))
    const pixels = toBytes(output, rows, vae.manifest.decoder?.range ?? '0..1')
    return { data: pixels, valid: finiteRows(output, rows), computeMs }
  }

  return {
    answer: async (request) => {
      const { data, valid, computeMs } = await (request.kind === 'encode' ? encode(request) : decode(request))
      return { answer: { data, valid }, computeMs, transfer: [data.buffer, valid.buffer] as ArrayBuffer[] }
    },
    close: async () => {
      await encoder.close()
      await decoder?.close()
    },
    runtime: RUNTIME,
  }
}
