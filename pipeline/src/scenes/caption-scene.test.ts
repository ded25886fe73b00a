import { describe, expect, it } from 'vitest'
import { createRandom } from '../demo/seeded-random.js'
import { captionScene, captionScenePlainly, planCaption, vocabulary, writeCaption } from './caption-scene.js'
import { planScene, type Scene, swapObjects } from './scene.js'

const scene: Scene = {
  objects: [
    { shape: 'circle', colour: 'red', size: 'small' },
    { shape: 'star', colour: 'orange', size: 'medium' },
  ],
  relation: 'left of',
  ground: 'gray',
  texture: 'stripes',
}

describe('captionScene', () => {
  it('uses words of the vocabulary only, and every one of them', () => {
    const random = createRandom('captions')
    const captions = Array.from({ length: 6000 }, () => captionScene(planScene(random), random))
    const used = new Set(captions.flatMap((caption) => caption.match(/[a-z]+/g) ?? []))
    expect([...used].sort()).toEqual([...vocabulary()].sort())
    expect(captions.every((caption) => /^[a-z: ]+$/.test(caption) && !caption.includes('  '))).toBe(true)
  })

  it('leaves something out of 12 % of captions', () => {
    const random = createRandom('light')
    const light = Array.from({ length: 4000 }, () => planCaption(random)).filter(
      (plan) => plan.light !== null,
    )
    expect(light.length / 4000).toBeCloseTo(0.12, 1)
  })

  it('is the same for the same seed', () => {
    expect(captionScene(scene, createRandom('a'))).toBe(captionScene(scene, createRandom('a')))
  })
})

describe('captionScenePlainly', () => {
  it('says everything', () => {
    expect(captionScenePlainly(scene)).toBe(
      'a small red circle left of an orange star on a striped gray background',
    )
  })
})

describe('writeCaption', () => {
  it('puts a swapped scene in the same sentence', () => {
    const random = createRandom('swapped')
    for (let round = 0; round < 100; round += 1) {
      const [pair, plan] = [planScene(random, { objects: 2 }), planCaption(random)]
      if (plan.light !== null) continue
      const [before, after] = [writeCaption(pair, plan), writeCaption(swapObjects(pair), plan)]
      expect(after).not.toBe(before)
      expect(after.split(' ')).toHaveLength(before.split(' ').length)
    }
  })

  it('turns the relation when the second object comes first', () => {
    const plan = { ...planCaption(createRandom('turned')), light: null, relation: true, first: 1 } as const
    const caption = writeCaption(scene, plan)
    expect(caption).toMatch(/orange star .*right of .*(red|scarlet) (circle|disc)/)
  })
})
