import { loadVae } from '@warc2dataset/stages/latents/load-vae'
import { openGraph } from '@warc2dataset/stages/latents/open-graph'

/**
 * `node bare-vae-main.js MANIFEST SIDE BATCH BATCHES THREADS`: the encoder on the CPU over one tensor that lies ready, one
 * batch uncounted; prints seconds per picture.
 */
const [manifest = '', ...numbers] = process.argv.slice(2)
const [side = 0, batch = 0, batches = 0, threads = 0] = numbers.map(Number)
const vae = await loadVae(manifest)
const encoder = await openGraph(vae, 'encoder', { provider: 'cpu', threads })
const pictures = Float32Array.from({ length: batch * 3 * side ** 2 }, (_, i) => Math.abs(Math.sin(i)))
let started = process.hrtime.bigint()
for (let round = 0; round <= batches; round++) {
  if (round === 1) started = process.hrtime.bigint()
  await encoder.run(pictures, batch, side, side)
}
process.stdout.write(`${Number(process.hrtime.bigint() - started) / 1e9 / (batches * batch)}\n`)
