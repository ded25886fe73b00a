import { planBundled } from '@warc2dataset/pipeline/bundled/plan-bundled'
import { embeddedSamples } from '@warc2dataset/pipeline/classify/embedded-samples'
import { openTextSide } from '@warc2dataset/pipeline/classify/open-text-side'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { withTempDuck } from '@warc2dataset/pipeline/storage/temp-duck'
import { accuracyTable, type KnownPicture, sceneAt, tagAccuracy } from './demo-tags.js'

/** The seed of `warc2dataset demo`. */
const SEED = 1

/**
 * `node test/dist/annotate/demo-tags-main.js RUN`: how well the demo's two prompt sets tell the pictures of a demo's
 * run (demo/run), by number of objects.
 */
const [, , run] = process.argv
if (run === undefined) throw new TypeError('Expected the run of a demo as argument, got none')
const view = await openRun(run)
const scorer = view.scorers.find(({ id }) => id === 'toy-shapes-v1')
if (scorer === undefined) throw new TypeError(`Expected a run that the toy model scored, got ${run}`)
const plan = planBundled(SEED)
const pictures: KnownPicture[] = []
await withTempDuck(async (duck, scratch) => {
  const options = { scorer: scorer.name, which: 'all', duck, scratch } as const
  for await (const batch of embeddedSamples(view, options)) {
    for (const { url, embedding } of batch) {
      const scene = sceneAt(plan, url)
      if (scene === null) throw new RangeError(`Expected a picture of the demo's plan, got ${url}`)
      pictures.push({ scene, embedding })
    }
  }
})
const reader = await openTextSide(scorer)
process.stdout.write(accuracyTable(await tagAccuracy(pictures, reader)))
await reader.close()
