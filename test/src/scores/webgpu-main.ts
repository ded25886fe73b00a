import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { probeProvider } from '@warc2dataset/stages/clip/model/probe-provider'
import { compareSides } from './compare-sides.js'
import { embedPairs } from './embed-pairs.js'
import { manifestOf, type PeerModel, readPairs, readSides, type Sides } from './peer-material.js'

/** Of a component, and of the cosine of any picture with any text. */
const EPSILON = 1e-4
const MODEL = 'openclip_two_layers'
const BATCH = 4

/**
 * `node test/dist/scores/webgpu-main.js MATERIAL [PAIRS] [MODEL …]`: embeds PAIRS (4) pairs on provider webgpu and on
 * the CPU, and prints how far the two are from each other and from open_clip. MODEL is a folder that
 * test/python/openclip_peer.py leaves in MATERIAL, not given: its ViT of two layers. A probe in a child process comes
 * first. Exit 1, with what the probe said, where webgpu is not to be had, or if anything differs by more than 1e-4.
 *
 * It needs no GPU. On Debian: `apt-get install libvulkan1 chromium-common`, of which the second brings SwiftShader, a
 * GPU in software, and `export VK_DRIVER_FILES=/usr/lib/chromium/vk_swiftshader_icd.json` (a loader before 1.3.207
 * reads VK_ICD_FILENAMES). SwiftShader has no 16-bit floats: float16 models are refused there.
 */
const [, , material, pairs = '4', ...named] = process.argv
if (material === undefined) throw new TypeError('Expected a folder of openclip_peer.py as argument, got none')

process.stdout.write(`| model | pairs | apart | image component | text component | cosine of a pair | cosine of any two |
|---|---|---|---|---|---|---|
`)
for (const model of named.length > 0 ? named : [MODEL])
  await compareProviders({ material, model }, Number(pairs))

async function compareProviders(model: PeerModel, count: number): Promise<void> {
  const some = await readPairs(model, count)
  try {
    await probeProvider(await loadModel(manifestOf(model)), 'webgpu')
  } catch (error) {
    process.stderr.write(`${model.model}: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
    return
  }
  // One after the other: two devices at once would share this process.
  const gpu = await embedPairs(model, some, 'webgpu', BATCH)
  const cpu = await embedPairs(model, some, 'cpu', BATCH)
  const theirs = await readSides(model, count)
  printRow(model, count, 'webgpu and cpu', gpu, cpu)
  printRow(model, count, 'webgpu and open_clip', gpu, theirs)
  printRow(model, count, 'cpu and open_clip', cpu, theirs)
}

function printRow({ model }: PeerModel, count: number, apart: string, one: Sides, other: Sides): void {
  const { image, text, cosine, anyCosine } = compareSides(one, other)
  const numbers = [image, text, cosine, anyCosine].map((number) => number.toExponential(1))
  process.stdout.write(`| ${[model, count, apart, ...numbers].join(' | ')} |\n`)
  // NaN must not pass.
  if (!(Math.max(image, text, anyCosine) <= EPSILON)) process.exitCode = 1
}
