import { describe, expect, it } from 'vitest'
import { createRandom } from '../demo/seeded-random.js'
import { COLOUR_WORDS, SHAPE_WORDS } from '../scenes/caption-words.js'
import { planScene, type Scene } from '../scenes/scene.js'
import { falseCaption, swappedCaption } from './plan-texts-of-pairs.js'

type Phrase = readonly [colour: string | undefined, shape: string]

/** Colour and shape of each object that a text names, read by a parser that shares nothing with the writer. */
function readPhrases(text: string): readonly Phrase[] {
  const nameOf = (table: Readonly<Record<string, readonly string[]>>, word: string): string | undefined =>
    Object.entries(table).find(([, words]) => words.includes(word))?.[0]
  const words = text.replace('lightning bolt', 'bolt').split(/[^a-z]+/)
  return words.flatMap((word, at): Phrase[] => {
    const shape = nameOf(SHAPE_WORDS, word)
    return shape === undefined ? [] : [[nameOf(COLOUR_WORDS, words[at - 1] ?? ''), shape]]
  })
}

const shows = ({ objects }: Scene, [colour, shape]: Phrase): boolean =>
  objects.some((object) => object.shape === shape && (colour === undefined || object.colour === colour))

describe('texts that are false of their scene', () => {
  it('falseCaption names exactly one thing that is not there', () => {
    for (let at = 0; at < 500; at += 1) {
      const random = createRandom(`false/${at}`)
      const scene = planScene(random)
      const text = falseCaption(scene, random)
      const phrases = readPhrases(text)
      expect(phrases.length, text).toBeGreaterThan(0)
      expect(phrases.filter((phrase) => !shows(scene, phrase)).length, text).toBe(1)
    }
  })

  it('swappedCaption names both objects, each with the colour of the other', () => {
    for (let at = 0; at < 300; at += 1) {
      const random = createRandom(`swapped/${at}`)
      const scene = planScene(random, { objects: 2 })
      const text = swappedCaption(scene, random)
      const [first, second] = scene.objects
      const swapped = [`${second?.colour} ${first.shape}`, `${first.colour} ${second?.shape}`]
      expect(
        readPhrases(text)
          .map((phrase) => phrase.join(' '))
          .sort(),
        text,
      ).toEqual(swapped.sort())
    }
  })
})
