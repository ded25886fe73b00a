import { existsSync } from 'node:fs'
import { drawBundled } from '@warc2dataset/pipeline/bundled/draw-bundled'
import { planBundled } from '@warc2dataset/pipeline/bundled/plan-bundled'
import { builtInPromptSet } from '@warc2dataset/pipeline/classify/prompt-folder'
import { openTemplateCaptioner, pairPrompts } from '@warc2dataset/stages/caption/template-captioner'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { classVectors } from '@warc2dataset/stages/prompts/class-vectors'
import { openScorer, type Scorer } from '@warc2dataset/stages/score/open-scorer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const PICTURES = 240
const PLAIN = planBundled(3).pictures.filter(({ format, twist }) => format === 'jpeg' && twist === 'none')
const missing = !existsSync(bundledModel())

describe.skipIf(missing)(`template captions (skipped if ${bundledModel()} is absent)`, () => {
  let scorer: Scorer
  beforeAll(async () => {
    const options = { quality: 'exact', provider: 'cpu', batchSize: 16, threads: 1, children: 1 } as const
    scorer = await openScorer({ manifest: bundledModel(), ...options })
  })
  afterAll(() => scorer?.close())

  it('are true of most pictures with one object, far from chance, and of fewer with two', async () => {
    const [colour, shape] = await Promise.all(['scene_colour', 'scene_shape'].map(builtInPromptSet))
    if (colour === undefined || shape === undefined) throw new Error('Expected two prompt sets, got less')
    const pairs = pairPrompts(colour.set, shape.set)
    const labels = pairs.classes.map(({ label }) => label)
    const tell = openTemplateCaptioner({ ...(await classVectors(pairs, scorer)), labels })
    const right = { 1: [0, 0], 2: [0, 0] }
    for (const [index, picture] of PLAIN.slice(0, PICTURES).entries()) {
      const bytes = await drawBundled(picture, `captions/${index}`)
      const read = await scorer.pixels.read(bytes, [scorer.spec], new AbortController().signal)
      const [embedding] = read.ok ? await scorer.embedder.images(read.pixels) : []
      const outcome = tell(embedding ?? null)
      if (outcome.kind !== 'written') throw new Error(`Expected a caption, got ${outcome.kind}`)
      const { objects } = picture.scene
      const isTrue = objects.some((one) => outcome.text.replace(/^an? /, '') === `${one.colour} ${one.shape}`)
      const tally = right[objects.length]
      tally[0] = (tally[0] ?? 0) + Number(isTrue)
      tally[1] = (tally[1] ?? 0) + 1
    }
    const share = ([yes = 0, all = 1]: readonly number[]) => yes / all
    expect(right[1][1]).toBeGreaterThan(40)
    expect(right[2][1]).toBeGreaterThan(40)
    // 1 of 120 by chance.
    expect(share(right[1])).toBeGreaterThan(0.95)
    expect(share(right[2])).toBeGreaterThan(0.45)
  })
})
