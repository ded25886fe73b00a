import { execFileSync } from 'node:child_process'
import { OPT_OUT_DIRECTIVES } from '@warc2dataset/schemas/recipe-opt-out'
import { pictureSignals, refusedDirective } from '@warc2dataset/stages/signals/picture-signals'
import { inCheckout } from '../place.js'
import { AGENT, TAG_CASES } from './robots-tag-cases.js'

/**
 * `node test/dist/robots/robots-tag-main.js PYTHON`: X-Robots-Tag as we read it and as img2dataset does, by a Python
 * that has it; by hand. Prints a Markdown table of where they differ; exit 1 where we do not say what the source says.
 */
const [, , python] = process.argv
if (python === undefined) throw new TypeError('Expected a Python with img2dataset as argument, got none')

const questions = TAG_CASES.map(({ values }) => JSON.stringify({ values, agent: AGENT }))
const lines = execFileSync(python, [inCheckout('test/python/robots_tag_peer.py')], {
  encoding: 'utf8',
  input: `${questions.join('\n')}\n`,
  stdio: ['pipe', 'pipe', 'ignore'],
})
const [version, ...verdicts] = lines
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
if (typeof version !== 'string' || verdicts.length !== TAG_CASES.length) {
  throw new Error(`Expected a version and ${TAG_CASES.length} verdicts of the peer, got ${lines}`)
}

const read = TAG_CASES.map((tagCase, at) => {
  const { robots } = pictureSignals({ 'x-robots-tag': tagCase.values }, [AGENT])
  const ours = refusedDirective(robots, OPT_OUT_DIRECTIVES) !== null
  return { ...tagCase, ours, theirs: verdicts[at] === true }
})
const differing = read.filter(({ ours, theirs }) => ours !== theirs)
const wrong = read.filter(({ ours, asks }) => ours !== asks)

const word = (refuses: boolean) => (refuses ? 'left out' : 'taken')
process.stdout.write(`| X-Robots-Tag, to a crawler named ${AGENT} | warc2dataset | img2dataset ${version} | why | source |
|---|---|---|---|---|
`)
for (const { values, ours, theirs, why, source } of differing) {
  const fields = values.map((value) => `\`${value}\``).join(' and ')
  process.stdout.write(`| ${fields} | ${word(ours)} | ${word(theirs)} | ${why} | ${source} |\n`)
}
const theirWrong = read.filter(({ theirs, asks }) => theirs !== asks)
process.stdout.write(
  `\n${read.length} cases; other than the source says: warc2dataset ${wrong.length}, img2dataset ${theirWrong.length}.\n`,
)
for (const { values } of wrong) process.stderr.write(`we differ from the source: ${JSON.stringify(values)}\n`)
if (wrong.length > 0) process.exitCode = 1
