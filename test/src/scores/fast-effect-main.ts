import { type FastEffect, measureFastEffect } from './fast-effect.js'
import { largeCrops, loadPairs } from './large-crops.js'
import type { Moves } from './moves.js'
import { readPairs } from './peer-material.js'

const MODELS = ['openclip_b32', 'openclip_siglip_b16']
const BATCH = 16

/** More than what both models see. */
const LARGE = 224

/**
 * `node test/dist/scores/fast-effect-main.js MATERIAL [PAIRS] [MODEL …]`: what resizing with `fast` in place of `exact`
 * does to the pixels and to the scores, for models that test/python/openclip_peer.py leaves in MATERIAL: of its real
 * pairs, of which most are enlarged and so left to the exact way, and of as many parts of those that are not.
 * The weights are random: how far a cosine moves is to be read against the spread of the cosines beside it, and how
 * many pairs change sides of a threshold is about the most of any threshold, since most pairs are near the median.
 */
const [, , material, pairs = '200', ...named] = process.argv
if (material === undefined) throw new TypeError('Expected a folder of openclip_peer.py as argument, got none')

const cellsOf = ({ largest, mean, p99 }: Moves): readonly string[] =>
  [largest, mean, p99].map((number) => (Number.isInteger(number) ? String(number) : number.toPrecision(2)))

function printRow(model: string, of: string, effect: FastEffect): void {
  const { levels, cosines, spread, flips } = effect
  const share = `${flips} (${((100 * flips) / effect.pairs).toFixed(1)} %)`
  const cells = [model, of, effect.pairs, effect.moved, ...cellsOf(levels), ...cellsOf(cosines)]
  process.stdout.write(`| ${[...cells, spread.toPrecision(2), share].join(' | ')} |\n`)
}

process.stdout.write(`| model | pictures | pairs | pictures that change | levels: largest | mean | p99 | cosine: largest | mean | p99 | deviation of cosines | pairs that cross the median |
|---|---|---|---|---|---|---|---|---|---|---|---|
`)
for (const model of named.length > 0 ? named : MODELS) {
  const real = await loadPairs(await readPairs({ material, model }, Number(pairs)))
  const large = await largeCrops(real, LARGE, 'fast')
  printRow(model, 'real', await measureFastEffect({ material, model }, BATCH, real))
  printRow(
    model,
    `parts of more than ${LARGE} px`,
    await measureFastEffect({ material, model }, BATCH, large),
  )
}
