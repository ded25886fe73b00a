import { stdout } from 'node:process'
import { openLanguageEvidence } from '@warc2dataset/stages/language/language-evidence'
import { SHARED } from '../place.js'
import { fitLogistic, type Observation } from './fit-logistic.js'
import { isRight } from './measure-detector.js'
import { negativeTexts } from './negative-texts.js'
import { readSample } from './read-sample.js'

const EDGES = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01]
const NEGATIVE = ['file names', 'few letters']

/**
 * `node test/dist/language/fit-probability-main.js SAMPLE`: fits the weights of `answerProbability` to every second
 * text of a sample of `language_sample.py` and to file names and alts with few letters, prints them, and compares the chance with what was right on the other half of the sample.
 */
const weigh = await openLanguageEvidence()
const observe = (text: string, language: string | null): readonly Observation[] => {
  const evidence = weigh(text)
  if (evidence === null) return []
  return [{ terms: evidence.terms, right: language !== null && isRight(evidence.language, language) }]
}
const sample = readSample(process.argv[2])
const half = (odd: number): readonly Observation[] =>
  sample.filter((_, index) => index % 2 === odd).flatMap(({ text, language }) => observe(text, language))
const negatives = negativeTexts(SHARED)
const weights = fitLogistic([
  ...half(0),
  ...NEGATIVE.flatMap((kind) => negatives[kind] ?? []).flatMap((text) => observe(text, null)),
])
stdout.write(`weights ${weights.map((weight) => weight.toFixed(3)).join(', ')}\n`)

const judged = half(1).map(({ terms, right }) => {
  const logit = terms.reduce((sum, term, index) => sum + term * (weights[index] ?? 0), 0)
  return { chance: 1 / (1 + Math.exp(-logit)), right }
})
EDGES.slice(1).forEach((to, index) => {
  const from = EDGES[index] ?? 0
  const some = judged.filter(({ chance }) => chance >= from && chance < to)
  const mean = some.reduce((sum, { chance }) => sum + chance, 0) / some.length
  const right = some.filter((one) => one.right).length / some.length
  stdout.write(
    `chance ${from}-${to}: ${some.length} texts, mean ${mean.toFixed(3)}, right ${right.toFixed(3)}\n`,
  )
})
