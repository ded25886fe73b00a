import { promptSetSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { openTemplateCaptioner, pairPrompts } from './template-captioner.js'

const things = { labels: ['red star', 'orange arrow'], vectors: Float32Array.of(1, 0, 0, 1), dim: 2 }

describe('openTemplateCaptioner', () => {
  it.each([
    [[3, 1], 'a red star'],
    [[1, 3], 'an orange arrow'],
  ])('tells %j: %s', (embedding, text) => {
    const outcome = openTemplateCaptioner(things)(Float32Array.from(embedding))
    expect(outcome).toEqual({ kind: 'written', text, tokensIn: null, tokensOut: null, finish: null })
  })

  it('says nothing of what has no direction', () => {
    const tell = openTemplateCaptioner(things)
    for (const one of [null, new Float32Array(2), Float32Array.of(Number.NaN, 1)]) {
      expect(tell(one).kind).toBe('unfit')
    }
    expect(() => tell(Float32Array.of(1))).toThrow(/^Expected an embedding of 2 numbers, got 1/)
  })

  it('refuses vectors of another model', () => {
    expect(() => openTemplateCaptioner({ ...things, dim: 8 })).toThrow(
      /^Expected 2 vectors of 8 for the template/,
    )
  })
})

it('pairPrompts joins each word for a colour with each for a shape', () => {
  const setOf = (name: string, classes: unknown) =>
    promptSetSchema.parse({
      version: 1,
      kind: 'prompts',
      name,
      about: 'A test.',
      source: 'a test',
      requires: null,
      templates: ['a {}'],
      classes,
      gives: { kind: 'labels', top: 1 },
    })
  const colours = setOf('colour', [{ label: 'red', prompts: ['red', 'scarlet'] }, { label: 'blue' }])
  const shapes = setOf('shape', [{ label: 'star' }, { label: 'ring', prompts: ['ring', 'hoop'] }])
  const { name, classes } = pairPrompts(colours, shapes)
  expect(name).toBe('colour_shape')
  expect(classes.map(({ label }) => label)).toEqual(['red star', 'red ring', 'blue star', 'blue ring'])
  expect(classes[1]?.prompts).toEqual(['red ring', 'red hoop', 'scarlet ring', 'scarlet hoop'])
})
