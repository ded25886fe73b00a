import { describe, expect, it } from 'vitest'
import { createRandom, itemAt } from '../demo/seeded-random.js'
import {
  changeOneObject,
  GROUND_COLOURS,
  planScene,
  SCENE_COLOURS,
  type Scene,
  swapObjects,
} from './scene.js'

const scenes = (count: number, objects?: 1 | 2): readonly Scene[] => {
  const random = createRandom('scenes')
  return Array.from({ length: count }, () => planScene(random, objects === undefined ? {} : { objects }))
}

describe('planScene', () => {
  it('gives the same scenes for the same seed', () => {
    expect(scenes(20)).toEqual(scenes(20))
  })

  it('has a relation if and only if there are two objects', () => {
    for (const { objects, relation } of scenes(100)) expect(relation !== null).toBe(objects.length === 2)
    expect(scenes(20, 1).every(({ objects }) => objects.length === 1)).toBe(true)
  })

  it('never repeats a colour or a shape', () => {
    for (const { objects, ground } of scenes(300, 2)) {
      expect(new Set(objects.map(({ shape }) => shape)).size).toBe(2)
      expect(new Set([...objects.map(({ colour }) => colour), ground]).size).toBe(3)
    }
    expect(
      SCENE_COLOURS.filter((colour) => GROUND_COLOURS.some((ground) => ground === (colour as string))),
    ).toEqual([])
  })
})

describe('changeOneObject', () => {
  it('changes one colour or one shape to a value no object has', () => {
    const random = createRandom('change')
    for (const scene of scenes(300)) {
      const changed = changeOneObject(scene, random)
      const before = scene.objects.flatMap(({ shape, colour }) => [shape, colour])
      const after = changed.objects.flatMap(({ shape, colour }) => [shape, colour])
      const fresh = after.filter((value, index) => value !== before[index])
      expect(fresh).toHaveLength(1)
      expect(before).not.toContain(fresh[0])
      expect({ ...changed, objects: scene.objects }).toEqual(scene)
    }
  })
})

describe('swapObjects', () => {
  it('swaps the colours and leaves the shapes', () => {
    for (const scene of scenes(50, 2)) {
      const swapped = swapObjects(scene)
      expect(swapped.objects.map(({ shape }) => shape)).toEqual(scene.objects.map(({ shape }) => shape))
      expect(swapped.objects.map(({ colour }) => colour)).toEqual(
        scene.objects.map(({ colour }) => colour).toReversed(),
      )
      expect(swapObjects(swapped)).toEqual(scene)
    }
  })

  it('refuses one object', () => {
    expect(() => swapObjects(itemAt(scenes(1, 1), 0))).toThrow('Expected a scene of two objects')
  })
})
