import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { openTower } from '@warc2dataset/stages/clip/model/open-tower'

/**
 * `node bare-session-main.js MANIFEST BATCH BATCHES THREADS`: both towers on the CPU over tensors that lie ready, as
 * many pictures as texts, one batch of each uncounted; prints seconds per picture with its text.
 */
const [manifest = '', ...numbers] = process.argv.slice(2)
const [batch = 0, batches = 0, threads = 0] = numbers.map(Number)
const model = await loadModel(manifest)
const { image, text } = model.manifest
const pixels = Float32Array.from({ length: batch * 3 * image.size ** 2 }, (_, i) => Math.sin(i))
const ids = Int32Array.from({ length: batch * text.context }, (_, i) => 1 + (i % 50))
const lengths = new Int32Array(batch).fill(text.context)
const images = await openTower(model, 'image', { provider: 'cpu', threads })
const texts = await openTower(model, 'text', { provider: 'cpu', threads })
let started = process.hrtime.bigint()
for (let round = 0; round <= batches; round++) {
  if (round === 1) started = process.hrtime.bigint()
  await images.run(pixels, batch)
  await texts.run(ids, batch, lengths)
}
process.stdout.write(`${Number(process.hrtime.bigint() - started) / 1e9 / (batches * batch)}\n`)
