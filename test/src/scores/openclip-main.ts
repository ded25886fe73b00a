import { compareWithPeer } from './openclip-compare.js'

/** Largest difference allowed of a component of an embedding, and of the cosine of any picture with any text. */
const epsilons: Readonly<Record<string, number>> = {
  openclip_two_layers: 1e-5,
  openclip_b32: 1e-5,
  openclip_siglip_b16: 1e-5,
  'openclip_two_layers-fp16': 3e-3,
  'openclip_b32-fp16': 3e-3,
  'openclip_siglip_b16-fp16': 1e-2,
}
const BATCHES = [1, 7, 64]

/**
 * `node test/dist/scores/openclip-main.js MATERIAL [PAIRS] [MODEL …]`: compares our ids and embeddings with open_clip's
 * own at batches of 1, 7 and 64, for all models that test/python/openclip_peer.py leaves in MATERIAL, or those named; by
 * hand, since making them needs torch. Prints a table; exit 1 if a text has other ids, or if anything differs by more
 * than its ε.
 */
const [, , material, pairs = '200', ...named] = process.argv
if (material === undefined) throw new TypeError('Expected a folder of openclip_peer.py as argument, got none')

process.stdout.write(`| model | batch | pairs | texts with other ids | image component | text component | cosine of a pair | cosine of any two | ε |
|---|---|---|---|---|---|---|---|---|
`)
for (const model of named.length > 0 ? named : Object.keys(epsilons)) {
  const epsilon = epsilons[model]
  if (epsilon === undefined) throw new RangeError(`Expected a model of openclip_peer.py, got ${model}`)
  for (const batch of BATCHES) {
    const found = await compareWithPeer({ material, model }, batch, Number(pairs))
    const counts = [model, batch, found.pairs, found.otherIds]
    const numbers = [found.image, found.text, found.cosine, found.anyCosine, epsilon]
    const cells = [...counts, ...numbers.map((number) => number.toExponential(1))]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
    // NaN must not pass.
    const isClose = Math.max(found.image, found.text, found.anyCosine) <= epsilon
    if (!isClose || found.otherIds > 0) process.exitCode = 1
  }
}
