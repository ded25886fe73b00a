import { existsSync } from 'node:fs'
import type { BundledPicture } from '@warc2dataset/pipeline/bundled/bundled-plan'
import { drawBundled } from '@warc2dataset/pipeline/bundled/draw-bundled'
import { planBundled } from '@warc2dataset/pipeline/bundled/plan-bundled'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { openScorer, type Scorer } from '@warc2dataset/stages/score/open-scorer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KnownPicture, sceneAt, type TagAccuracy, tagAccuracy } from './demo-tags.js'

/** Not the demo's: the scale of the prompt sets was chosen on that. */
const SEED = 2
const PICTURES = 240

const plan = planBundled(SEED)
/** As a run stores them: what is no plain JPEG it encodes again first. */
const PLAIN = plan.pictures.filter(({ format, twist }) => format === 'jpeg' && twist === 'none')
const missing = !existsSync(bundledModel())

describe.skipIf(missing)(`tags by the bundled model (skipped if ${bundledModel()} is absent)`, () => {
  let scorer: Scorer
  let found: readonly TagAccuracy[]
  beforeAll(async () => {
    const options = { quality: 'exact', provider: 'cpu', batchSize: 16, threads: 1, children: 1 } as const
    scorer = await openScorer({ manifest: bundledModel(), ...options })
    const known: KnownPicture[] = []
    for (const picture of PLAIN.slice(0, PICTURES)) known.push(await see(picture, known.length))
    found = await tagAccuracy(known, scorer)
  })
  afterAll(() => scorer?.close())

  async function see(picture: BundledPicture, index: number): Promise<KnownPicture> {
    const bytes = await drawBundled(picture, `tags/${index}`)
    const read = await scorer.pixels.read(bytes, [scorer.spec], new AbortController().signal)
    const [embedding] = read.ok ? await scorer.embedder.images(read.pixels) : []
    if (embedding == null) throw new Error(`Expected an embedding of picture ${index}, got none`)
    return { scene: picture.scene, embedding }
  }

  it('is over enough pictures of either kind', () => {
    for (const { pictures } of found) expect(pictures).toBeGreaterThan(60)
    expect(found).toHaveLength(4)
  })

  it.each([
    ['scene_shape', 1, 0.9],
    ['scene_shape', 2, 0.65],
    ['scene_colour', 1, 0.95],
    ['scene_colour', 2, 0.9],
  ] as const)('%s tells %i objects: at least %f, far from chance', (name, objects, floor) => {
    const row = found.find(({ set, objects: n }) => set === name && n === objects)
    expect(row?.best).toBeGreaterThan(floor)
    expect(row?.best).toBeGreaterThan(3 * (row?.chance ?? 1))
  })

  it('gives probabilities that are near to the truth for one object, which is what they were scaled on', () => {
    for (const { objects, calibrationError } of found) {
      if (objects === 1) expect(calibrationError).toBeLessThan(0.15)
    }
  })
})

describe('sceneAt', () => {
  it('follows the redirects of the plan, and knows what is no picture', () => {
    const moved = plan.truth.find(({ kind }) => kind === 'redirected')
    const page = [...plan.answers].find(([, { kind }]) => kind === 'html')
    expect(sceneAt(plan, moved?.url ?? '')?.objects.length).toBeGreaterThan(0)
    expect(sceneAt(plan, `https://${page?.[0]}`)).toBeNull()
    expect(sceneAt(plan, 'https://nowhere.example/x.jpg')).toBeNull()
  })
})
